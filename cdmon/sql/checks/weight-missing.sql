-- Respondents without a weight where others of the same return have one.
SELECT 'responses' AS sheet, row_number, 'weight' AS "column", NULL AS value
FROM incoming_responses
WHERE return_id <> ''
QUALIFY weight IS NULL AND count(weight) OVER (PARTITION BY return_id) > 0
ORDER BY row_number
