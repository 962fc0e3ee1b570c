-- Grain: one row a return that counts at $moment when those of $states do: of each dataset, neighbourhood and period the version sent last.
-- When somebody decided about a version settles nothing; `since` is when the one that counts was accepted last, or sent. A set-up gives the
-- rules, so that only an accepted one counts, and with it only returns of the neighbourhoods that it lists. `set_up` is the one that stood
-- when a version of the return was accepted first (NULL: none yet): a correction, however late, is about the boundaries and the questions
-- that the first version was about; `boundary` are these. `turn` numbers the returns in the order of their periods, and `follows` tells a
-- wave that is declared a follow-up.
WITH known AS (
    SELECT
        return_id, arg_max(kind, step) AS state, min(happened_at) AS sent_at,
        min(happened_at) FILTER (WHERE kind = 'accepted') AS first_accepted,
        coalesce(max(happened_at) FILTER (WHERE kind = 'accepted'), min(happened_at)) AS since
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
),

sent AS (
    SELECT
        return_id, returns.submission_id, returns.dataset, returns.neighbourhood, returns.period, returns.period_date, returns.row_count,
        known.state, known.sent_at, known.since, known.first_accepted,
        list_contains($states, known.state) AND (returns.dataset <> 'programme' OR known.state = 'accepted') AS is_fit
    FROM returns
    JOIN known USING (return_id)
),

latest AS (
    SELECT arg_max(return_id, (sent_at, return_id)) FILTER (WHERE is_fit) AS return_id, min(first_accepted) AS first_accepted
    FROM sent
    GROUP BY dataset, neighbourhood, period
),

set_ups AS (  -- each from when it counted
    SELECT return_id, sent_at, first_accepted
    FROM sent
    WHERE dataset = 'programme' AND state = 'accepted'
),

places AS (
    SELECT code
    FROM neighbourhoods
    WHERE return_id = (SELECT arg_max(return_id, (sent_at, return_id)) FROM set_ups)
),

chosen AS (
    SELECT sent.* EXCLUDE (first_accepted, is_fit), coalesce(latest.first_accepted, sent.since) AS first_counted
    FROM sent
    JOIN latest USING (return_id)
    WHERE sent.neighbourhood = '' OR sent.neighbourhood IN (FROM places) OR NOT EXISTS (FROM set_ups)
),

answered AS (  -- a wave says how many were approached in its whole file, which may hold many neighbourhoods
    SELECT submission_id, dataset, sum(row_count)::BIGINT AS answered
    FROM sent
    GROUP BY submission_id, dataset
)

SELECT
    chosen.* EXCLUDE (first_counted), set_ups.return_id AS set_up,
    row_number() OVER (ORDER BY chosen.period_date, chosen.period, chosen.return_id) AS turn,
    coalesce(waves.purpose, '') = 'follow-up' AS follows,
    coalesce(waves.independent, '') AS independent, coalesce(waves.mode, '') AS mode, coalesce(waves.sampling_frame, '') AS frame,
    coalesce(waves.coverage, '') AS coverage, waves.approached, answered.answered,
    concat_ws(', boundaries of ', neighbourhoods.gss_code, neighbourhoods.boundary_year) AS boundary
FROM chosen
ASOF LEFT JOIN set_ups ON chosen.first_counted >= set_ups.first_accepted
LEFT JOIN neighbourhoods ON neighbourhoods.return_id = set_ups.return_id AND neighbourhoods.code = chosen.neighbourhood
LEFT JOIN waves ON waves.return_id = chosen.return_id
LEFT JOIN answered ON answered.submission_id = chosen.submission_id AND answered.dataset = chosen.dataset
ORDER BY chosen.neighbourhood
