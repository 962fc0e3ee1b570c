-- Grain: one row a neighbourhood, indicator and role: its baseline, and the latest figure after it, from the returns that count.
-- The baseline is the first period whose wave is not declared a follow-up. Without one, the latest figure stands alone.
WITH known AS (
    SELECT
        counting.neighbourhood, estimates.indicator, counting.period, counting.period_date,
        estimates.indicator_version, estimates.value, estimates.n, estimates.n_counted, estimates.n_effective,
        estimates.design_known, estimates.asked,
        coalesce(waves.purpose, '') AS purpose,
        coalesce(waves.independent, '') AS independent,
        counting.state = 'submitted' AS provisional
    FROM counting
    JOIN estimates USING (return_id)
    LEFT JOIN waves USING (return_id)
    WHERE ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
    AND list_contains($indicators, estimates.indicator)
    AND estimates.value IS NOT NULL
),

picked AS (
    SELECT
        neighbourhood, indicator,
        min((period_date, period)) FILTER (WHERE purpose <> 'follow-up') AS baseline,
        max((period_date, period)) AS latest
    FROM known
    GROUP BY neighbourhood, indicator
)

SELECT CASE WHEN (period_date, period) = baseline THEN 'baseline' ELSE 'latest' END AS role, known.*
FROM known
JOIN picked USING (neighbourhood, indicator)
WHERE (period_date, period) = baseline OR (period_date, period) = latest
