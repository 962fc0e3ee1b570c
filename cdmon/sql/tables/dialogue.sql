-- Grain: one row a listening meeting, or an agency that came to one, from the returns that count.
SELECT
    counting.neighbourhood, counting.period AS month, engagement.kind, engagement.residents, engagement.agency, engagement.met_before,
    counting.state = 'submitted' AS provisional
FROM engagement
JOIN query_table($counting) AS counting USING (return_id)
WHERE engagement.kind IN ('listening meeting', 'agency present')
AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
ORDER BY counting.neighbourhood, counting.period, engagement.row_number
