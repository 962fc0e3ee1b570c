-- Grain: one row an indicator, of the definitions or the set-up that is being sent: its kind, and whether neither way is better.
CREATE OR REPLACE TEMP TABLE incoming_indicators AS
SELECT code, kind, levels, neutral
FROM defined_indicators
UNION ALL
SELECT code, 'proportion' AS kind, NULL AS levels, coalesce(direction, 'neither') = 'neither' AS neutral
FROM incoming_own_indicators;

-- Grain: one row a KPI and indicator of it, as the definitions have it or the set-up that is being sent; the first position leads.
CREATE OR REPLACE TEMP TABLE incoming_kpi_indicators AS
SELECT kpi, indicator, position
FROM defined_kpis
WHERE kpi NOT IN (SELECT code FROM incoming_own_kpis WHERE code IS NOT NULL AND indicators IS NOT NULL)
UNION ALL
SELECT code AS kpi, trim(indicator) AS indicator, position
FROM (
    SELECT code, unnest(string_split(indicators, ';')) AS indicator, generate_subscripts(string_split(indicators, ';'), 1) AS position
    FROM incoming_own_kpis
)
