-- Grain: one row a line of a register of groups that counts, month by month; `latest` is the newest register of its neighbourhood.
SELECT
    counting.neighbourhood, counting.period, groups.name, groups.status, groups.class, groups.issue, groups.merged_into,
    max(counting.period) OVER (PARTITION BY counting.neighbourhood) AS latest
FROM groups
JOIN query_table($counting) AS counting USING (return_id)
WHERE $neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood
ORDER BY counting.neighbourhood, counting.period, groups.row_number
