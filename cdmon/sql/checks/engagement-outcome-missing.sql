-- Results without an outcome.
SELECT 'engagement' AS sheet, row_number, 'outcome' AS "column", NULL AS value
FROM incoming_engagement
WHERE kind = 'result' AND outcome IS NULL
ORDER BY row_number
