-- Grain: one row a group that stands open in the newest register of $neighbourhood.
WITH newest AS (
    SELECT return_id
    FROM query_table($counting) AS counting
    WHERE dataset = 'groups' AND neighbourhood = $neighbourhood
    ORDER BY period DESC
    LIMIT 1
)

SELECT DISTINCT groups.name AS name
FROM groups
JOIN newest USING (return_id)
WHERE groups.status NOT IN ('closed', 'merged')
ORDER BY name
