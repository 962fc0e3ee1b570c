-- Grain: one row a neighbourhood, indicator and turn: its baseline (turn 1) and the first figure after it (turn 2). Each with its period, when
-- it was first sent, when a version of it that stands was first accepted (NULL: it waits for a decision), and whether it is of an independent
-- survey. However often it is sent again, the first time counts, among the versions that hold this very figure and were not withdrawn.
WITH figures AS (
    SELECT
        counting.dataset, counting.neighbourhood, estimates.indicator, counting.period, (counting.period_date, counting.period) AS place,
        coalesce(waves.independent, '') = 'yes' AS independent, coalesce(waves.purpose, '') = 'follow-up' AS follows
    FROM query_table($counting) AS counting
    JOIN estimates USING (return_id)
    LEFT JOIN waves USING (return_id)
    WHERE estimates.value IS NOT NULL
    AND list_contains($indicators, estimates.indicator)
),

baselines AS (
    SELECT neighbourhood, indicator, min(place) AS first_place
    FROM figures
    WHERE NOT follows
    GROUP BY neighbourhood, indicator
),

picked AS (
    SELECT figures.*, row_number() OVER (PARTITION BY neighbourhood, indicator ORDER BY place) AS turn
    FROM figures
    JOIN baselines USING (neighbourhood, indicator)
    WHERE place >= first_place
    QUALIFY turn <= 2
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
    picked.neighbourhood, picked.indicator, picked.turn, picked.period, min(versions.sent_at) AS sent_at,
    min(versions.accepted_at) FILTER (WHERE versions.state = 'accepted') AS accepted_at,
    picked.independent
FROM picked
JOIN versions USING (dataset, neighbourhood, period)
JOIN estimates USING (return_id, indicator)
WHERE versions.state <> 'withdrawn' AND estimates.value IS NOT NULL
GROUP BY picked.neighbourhood, picked.indicator, picked.turn, picked.period, picked.independent
