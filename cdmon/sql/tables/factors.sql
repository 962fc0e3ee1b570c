-- Grain: one row a neighbourhood, indicator and role: its baseline, and the latest figure after it, from the returns that count.
-- The baseline is the first period whose wave is not declared a follow-up. Without one, the latest figure stands alone.
WITH known AS (
    SELECT
        counting.neighbourhood, estimates.indicator, counting.period, counting.period_date,
        estimates.indicator_version, estimates.value, estimates.n, estimates.n_counted, estimates.n_effective,
        estimates.design_known, estimates.asked,
        coalesce(waves.purpose, '') = 'follow-up' AS is_follow_up,
        coalesce(waves.independent, '') AS independent
    FROM counting
    JOIN estimates USING (return_id)
    LEFT JOIN waves USING (return_id)
    WHERE ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
    AND list_contains($indicators, estimates.indicator)
    AND estimates.value IS NOT NULL
)

SELECT
    CASE WHEN row_number() OVER from_first = 1 AND NOT is_follow_up THEN 'baseline' ELSE 'latest' END AS role,
    *
FROM known
WINDOW
    from_first AS (PARTITION BY neighbourhood, indicator ORDER BY is_follow_up, period_date, period),
    from_last AS (PARTITION BY neighbourhood, indicator ORDER BY period_date DESC, period DESC)
QUALIFY role = 'baseline' OR row_number() OVER from_last = 1
ORDER BY neighbourhood, indicator, role
