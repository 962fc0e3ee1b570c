-- Grain: the one return, if any, whose rows stand in the template of $period: the month's own, else that of the newest month before it.
-- A return that had nothing to report left its register as it was.
SELECT return_id, period
FROM query_table($counting) AS counting
WHERE dataset = $dataset AND neighbourhood = $neighbourhood AND period <= $period AND row_count > 0
ORDER BY period DESC
LIMIT 1
