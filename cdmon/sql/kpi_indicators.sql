-- Grain: one row an indicator, of the definitions or the set-up that is being sent: its kind, and whether more of it is better (NULL: neither); one
-- that `stands` is a count of no people or a rating, and not added up over months.
CREATE OR REPLACE TEMP TABLE incoming_indicators AS
SELECT code, kind, levels, neutral, higher, stands
FROM defined_indicators
UNION ALL
SELECT
    code, 'proportion' AS kind, NULL AS levels, coalesce(direction, 'neither') = 'neither' AS neutral,
    CASE direction WHEN 'higher is better' THEN TRUE WHEN 'lower is better' THEN FALSE END AS higher,
    FALSE AS stands
FROM incoming_own_indicators;

-- Grain: one row a KPI and indicator of it, as the definitions have it or the set-up that is being sent; the first position leads. `higher`
-- tells whether more of it is hoped for.
CREATE OR REPLACE TEMP TABLE incoming_kpi_indicators AS
SELECT kpi, indicator, position, higher
FROM defined_kpis
WHERE kpi NOT IN (SELECT code FROM incoming_own_kpis WHERE code IS NOT NULL AND indicators IS NOT NULL)
UNION ALL
SELECT own.kpi, own.indicator, own.position, coalesce(incoming_indicators.higher, own.direction = 'higher is better') AS higher
FROM (
    SELECT
        code AS kpi, direction, trim(unnest(string_split(indicators, ';'))) AS indicator,
        generate_subscripts(string_split(indicators, ';'), 1) AS position
    FROM incoming_own_kpis
) AS own
LEFT JOIN incoming_indicators ON incoming_indicators.code = own.indicator
