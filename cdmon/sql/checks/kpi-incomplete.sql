-- KPIs of the programme's own that lack a title or indicators; of the handbook's what is left empty stays as it is.
WITH own AS (
    SELECT * FROM incoming_own_kpis
    WHERE coalesce(used, 'yes') = 'yes' AND code NOT IN (SELECT kpi FROM defined_kpis)
)
SELECT 'own_kpis' AS sheet, row_number, 'title' AS "column", title AS value, code AS kpi, 'title' AS what
FROM own
WHERE title IS NULL
UNION ALL
SELECT 'own_kpis' AS sheet, row_number, 'indicators' AS "column", indicators AS value, code AS kpi, 'indicators' AS what
FROM own
WHERE coalesce(trim(replace(indicators, ';', '')), '') = ''
ORDER BY row_number
