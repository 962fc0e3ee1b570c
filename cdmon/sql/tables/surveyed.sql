-- Grain: one row an organisation that the newest sector survey wave of its neighbourhood names.
SELECT DISTINCT counting.neighbourhood, counting.period, responses.organisation AS name
FROM responses
JOIN query_table($counting) AS counting USING (return_id)
WHERE counting.dataset = 'sector' AND responses.organisation IS NOT NULL
AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
QUALIFY (counting.period_date, counting.period) = max((counting.period_date, counting.period)) OVER (PARTITION BY counting.neighbourhood)
ORDER BY counting.neighbourhood, name
