-- Grain: one row a neighbourhood, indicator and role: its baseline, and the latest figure after it, from the returns that count.
-- The baseline is the first period whose wave is not declared a follow-up. Without one, the latest figure stands alone.
WITH known AS (
    SELECT
        counting.neighbourhood, estimates.indicator, counting.dataset, counting.period, counting.period_date,
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
),

baseline AS (
    SELECT *
    FROM known
    WHERE NOT is_follow_up
    QUALIFY row_number() OVER (PARTITION BY neighbourhood, indicator ORDER BY period_date, period) = 1
),

latest AS (
    SELECT *
    FROM known
    QUALIFY row_number() OVER (PARTITION BY neighbourhood, indicator ORDER BY period_date DESC, period DESC) = 1
)

SELECT 'baseline' AS role, * FROM baseline
UNION ALL
SELECT 'latest' AS role, latest.*
FROM latest
LEFT JOIN baseline USING (neighbourhood, indicator)
WHERE baseline.period IS NULL OR latest.period_date > baseline.period_date
ORDER BY ALL
