-- Grain: one row a neighbourhood and indicator that has a baseline: its period, when it was first sent, when a version of it that stands was
-- first accepted (NULL: it waits for a decision), and whether it is of an independent survey. However often it is sent again, the first time
-- counts, among the versions that hold this very figure and were not withdrawn.
WITH picked AS (
    SELECT
        counting.dataset, counting.neighbourhood, estimates.indicator,
        arg_min(counting.period, (counting.period_date, counting.period)) AS period,
        arg_min(coalesce(waves.independent, '') = 'yes', (counting.period_date, counting.period)) AS independent
    FROM query_table($counting) AS counting
    JOIN estimates USING (return_id)
    LEFT JOIN waves USING (return_id)
    WHERE estimates.value IS NOT NULL
    AND list_contains($indicators, estimates.indicator)
    AND coalesce(waves.purpose, '') <> 'follow-up'
    GROUP BY counting.dataset, counting.neighbourhood, estimates.indicator
),

versions AS (
    SELECT
        returns.*, min(events.happened_at) AS sent_at, arg_max(events.kind, events.step) AS state,
        min(events.happened_at) FILTER (WHERE events.kind = 'accepted') AS accepted_at
    FROM returns
    JOIN events USING (return_id)
    WHERE events.happened_at <= $moment
    GROUP BY ALL
)

SELECT
    picked.neighbourhood, picked.indicator, picked.period, min(versions.sent_at) AS sent_at,
    min(versions.accepted_at) FILTER (WHERE versions.state = 'accepted') AS accepted_at,
    picked.independent
FROM picked
JOIN versions USING (dataset, neighbourhood, period)
JOIN estimates USING (return_id, indicator)
WHERE versions.state <> 'withdrawn' AND estimates.value IS NOT NULL
GROUP BY picked.neighbourhood, picked.indicator, picked.period, picked.independent
