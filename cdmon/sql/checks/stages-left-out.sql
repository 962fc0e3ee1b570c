-- Stages that the sheet does not list although it lists others.
SELECT 'stages' AS sheet, max(row_number) AS row_number, 'stage' AS "column", NULL AS value, string_agg(DISTINCT number, ', ' ORDER BY number) AS stages
FROM defined_stages
JOIN incoming_stages ON number NOT IN (SELECT stage FROM incoming_stages WHERE stage IS NOT NULL)
HAVING count(*) > 0
