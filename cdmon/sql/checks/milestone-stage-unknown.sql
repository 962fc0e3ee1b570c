-- Milestones of a stage that the programme does not have: those of the sheet Stages or, where it lists none, the handbook's.
WITH stages AS (
    SELECT stage FROM incoming_stages WHERE stage IS NOT NULL
    UNION
    SELECT number FROM defined_stages WHERE NOT EXISTS (FROM incoming_stages)
)

SELECT
    'own_milestones' AS sheet, row_number, 'stage' AS "column", stage AS value,
    (SELECT string_agg(stage, ', ' ORDER BY stage) FROM stages) AS stages
FROM incoming_own_milestones
WHERE stage IS NOT NULL AND stage NOT IN (FROM stages)
ORDER BY row_number
