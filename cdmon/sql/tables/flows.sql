-- Grain: one row a neighbourhood ('' = the programme's own), indicator and month, from the returns that count, with the boundaries
-- that the set-up gave for the neighbourhood when the month's first version was accepted: a correction, however late, is about those.
-- Of a span only its own months ($starts to $ends; NULL for all).
WITH set_ups AS (  -- each from when it counted
    SELECT returns.return_id AS set_up, min(events.happened_at) FILTER (WHERE events.kind = 'accepted') AS since
    FROM returns
    JOIN events USING (return_id)
    WHERE returns.dataset = 'programme' AND events.happened_at <= $moment
    GROUP BY returns.return_id
    HAVING arg_max(events.kind, events.step) = 'accepted'
),

chosen AS (
    SELECT *
    FROM query_table($counting) AS counting
    WHERE ($neighbourhood IS NULL OR neighbourhood IN ($neighbourhood, ''))
        AND ($starts::DATE IS NULL OR period_date BETWEEN $starts::DATE AND $ends::DATE)
),

versions AS (
    SELECT chosen.return_id, coalesce(min(events.happened_at), any_value(chosen.since)) AS first_counted
    FROM chosen
    JOIN returns AS version USING (dataset, neighbourhood, period)
    LEFT JOIN events ON events.return_id = version.return_id AND events.kind = 'accepted' AND events.happened_at <= $moment
    GROUP BY chosen.return_id
),

dated AS (
    SELECT chosen.*, set_ups.set_up
    FROM chosen
    JOIN versions USING (return_id)
    ASOF LEFT JOIN set_ups ON versions.first_counted >= set_ups.since
)

SELECT
    dated.neighbourhood, estimates.indicator, dated.period, dated.period_date, estimates.indicator_version AS version,
    estimates.value, estimates.n, estimates.n_counted, estimates.n_effective, estimates.degrees, estimates.design_known,
    coalesce(estimates.provenance, '') AS provenance, dated.state = 'submitted' AS provisional,
    concat_ws(', boundaries of ', places.gss_code, places.boundary_year) AS boundary
FROM dated
JOIN estimates USING (return_id)
LEFT JOIN neighbourhoods AS places ON places.return_id = dated.set_up AND places.code = dated.neighbourhood
WHERE list_contains($indicators, estimates.indicator) AND estimates.value IS NOT NULL
ORDER BY dated.neighbourhood, estimates.indicator, dated.period_date, dated.period
