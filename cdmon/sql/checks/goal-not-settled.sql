-- Goals that are no longer open and do not say since when.
SELECT 'goals' AS sheet, row_number, 'settled_on' AS "column", NULL AS value
FROM incoming_goals
WHERE status <> 'open' AND settled_on IS NULL
ORDER BY row_number
