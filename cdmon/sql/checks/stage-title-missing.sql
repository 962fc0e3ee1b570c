-- Stages beyond the handbook's, which lend them no title, that have none of their own.
SELECT 'stages' AS sheet, row_number, 'title' AS "column", NULL AS value, stage
FROM incoming_stages
WHERE title IS NULL AND stage > (SELECT max(number) FROM defined_stages)
ORDER BY row_number
