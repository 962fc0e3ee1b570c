-- Rows that say how often a dataset is owed and end before they begin.
SELECT 'cadences' AS sheet, row_number, 'until_month' AS "column", until_month AS value, from_month
FROM incoming_cadences
WHERE until_month < from_month
ORDER BY row_number
