-- Respondents without a cluster where others of the same return have one: all of them would count as one cluster more.
SELECT 'responses' AS sheet, row_number, 'cluster' AS "column", NULL AS value
FROM incoming_responses
WHERE return_id <> ''
QUALIFY cluster IS NULL AND count(cluster) OVER (PARTITION BY return_id) > 0
ORDER BY row_number
