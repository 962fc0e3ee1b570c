-- Issues, actions, responses and results that no thread ties together.
SELECT 'engagement' AS sheet, row_number, 'thread' AS "column", NULL AS value
FROM incoming_engagement
WHERE kind IN ('issue', 'action', 'response', 'result') AND thread IS NULL
ORDER BY row_number
