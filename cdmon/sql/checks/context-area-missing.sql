-- Figures of no neighbourhood and no other area.
SELECT 'context' AS sheet, row_number, 'area' AS "column", value
FROM incoming_context
WHERE neighbourhood IS NULL AND area IS NULL
ORDER BY row_number
