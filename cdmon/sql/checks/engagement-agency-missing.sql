-- Agencies that were present or responded, without a name.
SELECT 'engagement' AS sheet, row_number, 'agency' AS "column", NULL AS value
FROM incoming_engagement
WHERE kind IN ('agency present', 'response') AND agency IS NULL
ORDER BY row_number
