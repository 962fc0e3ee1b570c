-- A neighbourhood's own figures without the code or the year of their boundaries.
SELECT 'context' AS sheet, row_number, CASE WHEN gss_code IS NULL THEN 'gss_code' ELSE 'boundary_year' END AS "column", NULL AS value
FROM incoming_context
WHERE neighbourhood IS NOT NULL AND area IS NULL AND (gss_code IS NULL OR boundary_year IS NULL)
ORDER BY row_number
