-- Groups that have merged into no one knows which.
SELECT 'groups' AS sheet, row_number, 'merged_into' AS "column", name AS value
FROM incoming_groups
WHERE status = 'merged' AND merged_into IS NULL
ORDER BY row_number
