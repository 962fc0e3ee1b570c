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
JOIN shares ON shares.return_id = known.return_id AND shares.question = roles.question AND shares.characteristic = ''
LEFT JOIN waves ON waves.return_id = known.return_id
LEFT JOIN neighbourhoods AS places ON places.return_id = known.set_up AND places.code = known.neighbourhood
LEFT JOIN local_questions AS own ON own.return_id = known.set_up AND own.code = roles.question
ORDER BY known.neighbourhood, roles.question, roles.role
