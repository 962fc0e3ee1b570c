-- Community development input without its size.
SELECT 'support' AS sheet, row_number, 'wte' AS "column", NULL AS value
FROM incoming_support
WHERE kind = 'cd input' AND status <> 'ended' AND wte IS NULL
ORDER BY row_number
