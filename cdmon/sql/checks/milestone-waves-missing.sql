-- Milestones that figures show, and those are of neighbourhoods, that do not say of which waves.
SELECT 'own_milestones' AS sheet, row_number, 'waves' AS "column", NULL AS value, code AS milestone
FROM incoming_own_milestones
WHERE shown_by IS NOT NULL AND waves IS NULL AND code NOT IN (SELECT code FROM defined_milestones WHERE of_neighbourhood)
ORDER BY row_number
