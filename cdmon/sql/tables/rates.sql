-- Grain: one row a neighbourhood and day that a rate (one of $indicators) is of, from the returns that count.
SELECT DISTINCT counting.neighbourhood, counting.period_date
FROM query_table($counting) AS counting
JOIN estimates USING (return_id)
WHERE list_contains($indicators, estimates.indicator) AND estimates.value IS NOT NULL AND counting.period_date IS NOT NULL
ORDER BY counting.period_date, counting.neighbourhood
