-- Respondents without a stratum where others of the same return have one: all of them would count as one stratum more.
SELECT 'responses' AS sheet, row_number, 'stratum' AS "column", NULL AS value
FROM incoming_responses
WHERE return_id <> ''
QUALIFY stratum IS NULL AND count(stratum) OVER (PARTITION BY return_id) > 0
ORDER BY row_number
