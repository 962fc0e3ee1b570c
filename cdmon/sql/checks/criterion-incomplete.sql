-- Criteria that are none of the handbook's and do not say what they are held against, when, and how much they matter; nor what they are
-- called, where no milestone or KPI does.
SELECT
    'own_criteria' AS sheet, row_number,
    CASE
        WHEN rule IS NULL THEN 'rule'
        WHEN stages IS NULL THEN 'stages'
        WHEN criticality IS NULL THEN 'criticality'
        ELSE 'title'
    END AS "column",
    NULL AS value, code AS criterion,
    concat_ws(
        ', ', CASE WHEN rule IS NULL THEN 'what it is held against' END, CASE WHEN stages IS NULL THEN 'its stages' END,
        CASE WHEN criticality IS NULL THEN 'how it is asked' END, CASE WHEN title IS NULL AND rule NOT IN ('milestone', 'kpi') THEN 'a title' END
    ) AS missing
FROM incoming_own_criteria
WHERE code NOT IN (SELECT code FROM defined_criteria) AND (
    rule IS NULL OR stages IS NULL OR criticality IS NULL OR (title IS NULL AND rule NOT IN ('milestone', 'kpi'))
)
ORDER BY row_number
