-- Grain: one row a neighbourhood, indicator and period, from the returns that count.
SELECT
    counting.neighbourhood, estimates.indicator, counting.period, counting.period_date,
    estimates.value, estimates.n, estimates.n_counted, estimates.n_effective, estimates.degrees, estimates.design_known
FROM query_table($counting) AS counting
JOIN estimates USING (return_id)
WHERE ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
AND list_contains($indicators, estimates.indicator)
AND estimates.value IS NOT NULL
ORDER BY counting.neighbourhood, estimates.indicator, counting.period_date, counting.period
