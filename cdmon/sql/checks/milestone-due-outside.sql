-- Milestones due outside the months of their stage, or by two months at once.
WITH stages AS (
    SELECT stage, first_month, last_month FROM incoming_stages
    UNION ALL
    SELECT number, first_month, last_month FROM defined_stages WHERE NOT EXISTS (FROM incoming_stages)
),

own AS (
    SELECT given.row_number, given.due_month, given.due_after, coalesce(given.stage, usual.stage) AS stage
    FROM incoming_own_milestones AS given
    LEFT JOIN defined_milestones AS usual USING (code)
)

SELECT
    'own_milestones' AS sheet, row_number, CASE WHEN due_month IS NULL THEN 'due_after' ELSE 'due_month' END AS "column",
    coalesce(due_month, due_after) AS value, stage, first_month, last_month, last_month - first_month + 1 AS months
FROM own
JOIN stages USING (stage)
WHERE coalesce(due_month, first_month + due_after - 1) NOT BETWEEN first_month AND last_month OR due_month + due_after IS NOT NULL
ORDER BY row_number
