-- Grain: one row a neighbourhood, indicator and role: its baseline, and the latest figure after it, from the returns that count.
-- The programme's own returns (neighbourhood '') are always among them.
-- The baseline is the first period whose wave is not declared a follow-up. Without one, the latest figure stands alone.
-- Of a span ($starts, $by, $ends; NULL for all that is known) it is the figure nearest to the span's first day among those up to $by,
-- a follow-up of an earlier baseline as well; the latest one is the last up to $ends.
WITH figures AS (  -- those of the programme's own indicators are worked out for the set-up that counts
    FROM (FROM estimates UNION ALL BY NAME FROM query_table($own_estimates))
    WHERE list_contains($indicators, indicator)
),

returns_in_order AS (  -- a number in the place of date and period makes the picking several times as quick
    SELECT *, row_number() OVER (ORDER BY period_date, period, return_id) AS place
    FROM query_table($counting) AS counting
    WHERE ($neighbourhood IS NULL OR neighbourhood IN ($neighbourhood, ''))
),

offered AS (
    SELECT
        returns_in_order.neighbourhood, estimates.indicator,
        min(place) FILTER (WHERE coalesce(waves.purpose, '') <> 'follow-up') AS first,
        arg_min(place, (abs(datediff('day', period_date, $starts::DATE)), place)) FILTER (WHERE period_date < $by::DATE) AS nearest,
        max(place) AS latest
    FROM returns_in_order
    JOIN figures AS estimates USING (return_id)
    LEFT JOIN waves USING (return_id)
    WHERE (estimates.value IS NOT NULL OR estimates.no_answer > 0)
        AND ($ends::DATE IS NULL OR period_date <= $ends::DATE)
    GROUP BY returns_in_order.neighbourhood, estimates.indicator
),

picked AS (
    SELECT neighbourhood, indicator, CASE WHEN nearest >= first THEN nearest ELSE first END AS baseline, latest
    FROM offered
),

roles AS (
    SELECT 'baseline' AS role, indicator, baseline AS place FROM picked WHERE baseline IS NOT NULL
    UNION ALL
    SELECT 'latest' AS role, indicator, latest AS place FROM picked WHERE latest IS DISTINCT FROM baseline
),

set_ups AS (  -- each from when it counted: it says for which boundaries a neighbourhood stood when a wave was accepted first
    SELECT returns.return_id AS set_up, min(events.happened_at) FILTER (WHERE events.kind = 'accepted') AS since
    FROM returns
    JOIN events USING (return_id)
    WHERE returns.dataset = 'programme' AND events.happened_at <= $moment
    GROUP BY returns.return_id
    HAVING arg_max(events.kind, events.step) = 'accepted'
),

versions AS (  -- a correction, however late, is about the boundaries that the first version was about
    SELECT chosen.place, min(events.happened_at) AS first_accepted
    FROM (SELECT * FROM returns_in_order SEMI JOIN roles USING (place)) AS chosen
    JOIN returns AS version USING (dataset, neighbourhood, period)
    JOIN events ON events.return_id = version.return_id AND events.kind = 'accepted' AND events.happened_at <= $moment
    GROUP BY chosen.place
),

known AS (
    SELECT chosen.*, set_ups.set_up
    FROM (
        SELECT returns_in_order.*, coalesce(versions.first_accepted, since) AS first_counted
        FROM (SELECT * FROM returns_in_order SEMI JOIN roles USING (place)) AS returns_in_order
        LEFT JOIN versions USING (place)
    ) AS chosen
    ASOF LEFT JOIN set_ups ON chosen.first_counted >= set_ups.since
),

files AS (
    SELECT return_id, submission_id, dataset FROM returns
),

answered AS (  -- a wave says how many were approached in its whole file, which may hold many neighbourhoods
    SELECT files.submission_id, files.dataset, count(*) AS answered
    FROM responses
    JOIN files USING (return_id)
    JOIN (
        SELECT DISTINCT files.submission_id, files.dataset
        FROM known
        JOIN waves USING (return_id)
        JOIN files USING (return_id)
        WHERE waves.approached IS NOT NULL
    ) AS counted USING (submission_id, dataset)
    GROUP BY files.submission_id, files.dataset
)

SELECT
    roles.role, known.neighbourhood, roles.indicator, known.period, known.period_date,
    estimates.indicator_version AS version, estimates.value, estimates.n, estimates.n_counted, estimates.n_effective, estimates.degrees,
    estimates.design_known, estimates.asked, estimates.no_answer,
    coalesce(waves.purpose, '') AS purpose,
    coalesce(waves.independent, '') AS independent,
    coalesce(estimates.provenance, '') AS provenance,
    known.state = 'submitted' AS provisional,
    coalesce(waves.mode, '') AS mode,
    coalesce(waves.sampling_frame, '') AS frame,
    coalesce(waves.coverage, '') AS coverage, files.submission_id AS file, waves.approached, answered.answered,
    concat_ws(', boundaries of ', places.gss_code, places.boundary_year) AS boundary
FROM roles
JOIN known USING (place)
JOIN figures AS estimates USING (return_id, indicator)
LEFT JOIN waves USING (return_id)
LEFT JOIN files USING (return_id)
LEFT JOIN answered ON answered.submission_id = files.submission_id AND answered.dataset = files.dataset
LEFT JOIN neighbourhoods AS places ON places.return_id = known.set_up AND places.code = known.neighbourhood
