-- Grain: one row a neighbourhood, indicator and period, from the returns that count.
SELECT neighbourhood, indicator, period, period_date, value, n, n_counted, n_effective, degrees, design_known
FROM query_table($figures)
WHERE neighbourhood = $neighbourhood AND list_contains($indicators, indicator) AND value IS NOT NULL
ORDER BY indicator, period_date, period
