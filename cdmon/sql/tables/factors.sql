-- Grain: one row a neighbourhood, indicator and role: its baseline, and the latest figure after it, from the returns that count.
-- The baseline is the first period whose wave is not declared a follow-up. Without one, the latest figure stands alone.
WITH set_ups AS (  -- each from when it counted: it says for which boundaries a neighbourhood stood when a wave was accepted
    SELECT returns.return_id, min(events.happened_at) AS since
    FROM returns
    JOIN events USING (return_id)
    WHERE returns.dataset = 'programme' AND events.kind = 'accepted'
    GROUP BY returns.return_id
),

dated AS (
    SELECT counting.return_id, set_ups.return_id AS set_up
    FROM counting
    ASOF LEFT JOIN set_ups ON counting.since >= set_ups.since
),

known AS (
    SELECT
        counting.neighbourhood, estimates.indicator, counting.period, counting.period_date,
        estimates.indicator_version, estimates.value, estimates.n, estimates.n_counted, estimates.n_effective,
        estimates.design_known, estimates.asked, estimates.no_answer,
        coalesce(waves.purpose, '') AS purpose,
        coalesce(waves.independent, '') AS independent,
        coalesce(estimates.provenance, '') AS provenance,
        counting.state = 'submitted' AS provisional,
        coalesce(waves.mode, '') AS mode,
        coalesce(waves.sampling_frame, '') AS frame,
        concat_ws(', boundaries of ', places.gss_code, places.boundary_year) AS boundary
    FROM counting
    JOIN estimates USING (return_id)
    LEFT JOIN waves USING (return_id)
    LEFT JOIN dated USING (return_id)
    LEFT JOIN neighbourhoods AS places ON places.return_id = dated.set_up AND places.code = counting.neighbourhood
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
