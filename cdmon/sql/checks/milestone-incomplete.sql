-- Milestones of the programme's own that lack a title or a stage; a row that names one of the handbook's needs neither.
SELECT
    'own_milestones' AS sheet, row_number, CASE WHEN title IS NULL THEN 'title' ELSE 'stage' END AS "column", NULL AS value, code AS milestone,
    concat_ws(' and ', CASE WHEN title IS NULL THEN 'a title' END, CASE WHEN stage IS NULL THEN 'a stage' END) AS missing
FROM incoming_own_milestones
WHERE (title IS NULL OR stage IS NULL) AND code NOT IN (SELECT code FROM defined_milestones)
ORDER BY row_number
