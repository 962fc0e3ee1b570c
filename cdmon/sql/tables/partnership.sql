-- Grain: one row a neighbourhood, step of the checklist that counts, and day since which the step stands so, the newest day first.
WITH steps AS (
    SELECT checklist_steps.code, checklist_steps.title, checklist_steps.row_number AS place
    FROM checklist_steps
    JOIN query_table($counting) AS counting USING (return_id)
)

SELECT
    counting.neighbourhood, steps.code AS step, steps.title, partnership.standing, partnership.since, partnership.evidence,
    coalesce(partnership.told_by, '') AS told_by, counting.period AS month, counting.state = 'submitted' AS provisional
FROM partnership
JOIN query_table($counting) AS counting USING (return_id)
JOIN steps ON normal(partnership.step) IN (normal(steps.code), normal(steps.title))
WHERE $neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood
QUALIFY row_number() OVER (
    PARTITION BY counting.neighbourhood, steps.code, partnership.since ORDER BY counting.period DESC, partnership.row_number
) = 1
ORDER BY partnership.since DESC, counting.neighbourhood, steps.place
