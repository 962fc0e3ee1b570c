-- Targets given twice for the same KPI and neighbourhood.
SELECT
    'targets' AS sheet, row_number, 'kpi' AS "column", kpi AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_targets
WHERE kpi IS NOT NULL
WINDOW twins AS (PARTITION BY kpi, neighbourhood ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
