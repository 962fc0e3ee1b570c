-- Grain: one row a neighbourhood ('' = the programme's own returns), question that no indicator needs, wave role (baseline, latest) and answer
-- that was given, from the returns of a survey that count; the answer '' is the base of those that nobody gave.
-- The baseline is the first wave that asked the question and is not declared a follow-up. `label` and `offered` are what the set-up said of a
-- question of the programme's own when the wave's first version was accepted.
WITH returns_in_order AS (
    SELECT *, row_number() OVER (ORDER BY period_date, period, return_id) AS place
    FROM query_table($counting) AS counting
    WHERE dataset = $dataset AND ($neighbourhood IS NULL OR neighbourhood = $neighbourhood)
),

picked AS (
    SELECT
        returns_in_order.neighbourhood, shares.question,
        min(place) FILTER (WHERE coalesce(waves.purpose, '') <> 'follow-up') AS baseline,
        max(place) AS latest
    FROM returns_in_order
    JOIN shares USING (return_id)
    LEFT JOIN waves USING (return_id)
    WHERE shares.characteristic = '' AND shares.answer = ''
    GROUP BY returns_in_order.neighbourhood, shares.question
),

roles AS (
    SELECT 'baseline' AS role, question, baseline AS place FROM picked WHERE baseline IS NOT NULL
    UNION ALL
    SELECT 'latest' AS role, question, latest AS place FROM picked WHERE latest IS DISTINCT FROM baseline
),

set_ups AS (  -- each from when it counted
    SELECT returns.return_id AS set_up, min(events.happened_at) FILTER (WHERE events.kind = 'accepted') AS since
    FROM returns
    JOIN events USING (return_id)
    WHERE returns.dataset = 'programme' AND events.happened_at <= $moment
    GROUP BY returns.return_id
    HAVING arg_max(events.kind, events.step) = 'accepted'
),

versions AS (  -- a correction, however late, is about the question that the first version was about
    SELECT chosen.place, coalesce(min(events.happened_at), any_value(chosen.since)) AS first_counted
    FROM (SELECT * FROM returns_in_order SEMI JOIN roles USING (place)) AS chosen
    JOIN returns AS version USING (dataset, neighbourhood, period)
    LEFT JOIN events ON events.return_id = version.return_id AND events.kind = 'accepted' AND events.happened_at <= $moment
    GROUP BY chosen.place
),

dated AS (
    SELECT versions.place, set_ups.set_up
    FROM versions
    ASOF LEFT JOIN set_ups ON versions.first_counted >= set_ups.since
)

SELECT
    roles.role, known.neighbourhood, roles.question, shares.answer, known.period, known.period_date,
    shares.value, shares.n, shares.n_counted, shares.n_effective, shares.degrees, shares.design_known, shares.no_answer,
    coalesce(waves.independent, '') AS independent,
    known.state = 'submitted' AS provisional,
    coalesce(waves.mode, '') AS mode,
    coalesce(waves.sampling_frame, '') AS frame,
    concat_ws(', boundaries of ', places.gss_code, places.boundary_year) AS boundary,
    coalesce(own.label, '') AS label, coalesce(own.answers, '') AS offered
FROM roles
JOIN returns_in_order AS known USING (place)
JOIN dated USING (place)
JOIN shares ON shares.return_id = known.return_id AND shares.question = roles.question AND shares.characteristic = ''
LEFT JOIN waves ON waves.return_id = known.return_id
LEFT JOIN neighbourhoods AS places ON places.return_id = dated.set_up AND places.code = known.neighbourhood
LEFT JOIN local_questions AS own ON own.return_id = dated.set_up AND own.code = roles.question
ORDER BY known.neighbourhood, roles.question, roles.role
