-- Grain: one row a thing that supports groups, from the returns that count. Spaces, schemes and workers are what stands in the newest
-- register of each neighbourhood that has rows, without those that ended; awards, help in kind and money are those of every month.
WITH newest AS (
    SELECT neighbourhood, max(period) AS period
    FROM query_table($counting)
    WHERE dataset = 'support' AND row_count > 0
    GROUP BY neighbourhood
)

SELECT
    nullif(newest.neighbourhood, '') AS neighbourhood, counting.period AS month, support.kind, support.name,
    coalesce(support.provider, '') AS provider, coalesce(support.group_name, '') AS "group", support.status, support.wte, support.amount,
    support.hours_a_week, coalesce(support.cost, '') AS cost, counting.state = 'submitted' AS provisional
FROM support
JOIN query_table($counting) AS counting USING (return_id)
JOIN newest ON newest.neighbourhood = counting.neighbourhood
WHERE ($neighbourhood IS NULL OR newest.neighbourhood = $neighbourhood)
AND (
    support.kind NOT IN ('meeting space', 'grant scheme', 'cd input')
    OR (counting.period = newest.period AND support.status <> 'ended')
)
ORDER BY newest.neighbourhood, counting.period DESC, support.row_number
