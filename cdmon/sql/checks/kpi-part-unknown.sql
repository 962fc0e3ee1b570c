-- Indicators, stages and waves that KPIs or their targets name, and which are not there.
WITH stages AS (
    SELECT stage FROM incoming_stages WHERE stage IS NOT NULL
    UNION
    SELECT number FROM defined_stages WHERE NOT EXISTS (FROM incoming_stages)
),

waves AS (
    SELECT DISTINCT coalesce(wave, 'first') AS wave FROM incoming_neighbourhoods
),

named AS (
    SELECT 'own_kpis' AS sheet, row_number, 'indicators' AS "column", trim(unnest(string_split(indicators, ';'))) AS value,
        'indicator' AS what
    FROM incoming_own_kpis
    UNION ALL
    SELECT 'own_kpis', row_number, 'stages', trim(unnest(string_split(stages, ';'))), 'stage'
    FROM incoming_own_kpis
    UNION ALL
    SELECT 'own_kpis', row_number, 'waves', trim(unnest(string_split(waves, ';'))), 'wave'
    FROM incoming_own_kpis
    UNION ALL
    SELECT 'targets', row_number, 'stage', stage::VARCHAR, 'stage'
    FROM incoming_targets
    UNION ALL
    SELECT 'targets', row_number, 'indicator', indicator, concat('indicator of the KPI ', kpi)
    FROM incoming_targets
    WHERE kpi IN (SELECT kpi FROM incoming_kpi_indicators)
)

SELECT
    named.*,
    CASE
        WHEN what = 'indicator' THEN 'the codes of the page Definitions, such as residents_active'
        WHEN what = 'stage' THEN (SELECT string_agg(stage, ', ' ORDER BY stage) FROM stages)
        WHEN what = 'wave' THEN (SELECT string_agg(wave, ', ' ORDER BY wave) FROM waves)
        ELSE (SELECT string_agg(indicator, ', ' ORDER BY position) FROM incoming_kpi_indicators WHERE ends_with(what, concat(' ', kpi)))
    END AS known
FROM named
WHERE value <> '' AND CASE
    WHEN what = 'indicator' THEN value NOT IN (SELECT code FROM incoming_indicators)
    WHEN what = 'stage' THEN value NOT IN (SELECT stage::VARCHAR FROM stages)
    WHEN what = 'wave' THEN normal(value) NOT IN (SELECT normal(wave) FROM waves)
    ELSE (what, value) NOT IN (SELECT concat('indicator of the KPI ', kpi), indicator FROM incoming_kpi_indicators)
END
ORDER BY sheet, row_number, "column"
