-- Grain: one row a goal that residents set, as the newest return that counts and tells of it has it; the newest goal first.
SELECT
    nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, goals.reference, goals.goal, goals.set_by, goals.set_on,
    goals.by_when, goals.status, goals.settled_on, coalesce(goals.words, '') AS words, counting.state = 'submitted' AS provisional
FROM goals
JOIN query_table($counting) AS counting USING (return_id)
WHERE $neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood
QUALIFY row_number() OVER (PARTITION BY counting.neighbourhood, normal(goals.reference) ORDER BY counting.period DESC, goals.row_number) = 1
ORDER BY goals.set_on DESC, counting.neighbourhood, goals.reference
