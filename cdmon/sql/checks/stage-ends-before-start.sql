-- Stages that end before they begin.
SELECT 'stages' AS sheet, row_number, 'last_month' AS "column", last_month AS value, stage
FROM incoming_stages
WHERE last_month < first_month
ORDER BY row_number
