-- Grain: one row a return that counts at $moment when those of $states do: of each dataset, neighbourhood and period the version sent last.
-- When somebody decided about a version settles nothing; `since` is when the one that counts was accepted last, or sent. A set-up gives the
-- rules, so that only an accepted one counts, and with it only returns of the neighbourhoods that it lists.
WITH known AS (
    SELECT
        return_id, arg_max(kind, step) AS state, min(happened_at) AS sent_at,
        coalesce(max(happened_at) FILTER (WHERE kind = 'accepted'), min(happened_at)) AS since
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
),

fit AS (
    SELECT
        return_id, returns.dataset, returns.neighbourhood, returns.period, returns.period_date, returns.row_count, known.state,
        known.sent_at, known.since
    FROM returns
    JOIN known USING (return_id)
    WHERE list_contains($states, known.state) AND (returns.dataset <> 'programme' OR known.state = 'accepted')
),

latest AS (
    SELECT arg_max(return_id, (sent_at, return_id)) AS return_id
    FROM fit
    GROUP BY dataset, neighbourhood, period
),

set_up AS (
    SELECT arg_max(return_id, (sent_at, return_id)) AS return_id
    FROM fit
    WHERE dataset = 'programme'
),

places AS (
    SELECT code
    FROM neighbourhoods
    WHERE return_id = (FROM set_up)
)

SELECT fit.*
FROM fit
SEMI JOIN latest USING (return_id)
WHERE neighbourhood = '' OR neighbourhood IN (FROM places) OR (FROM set_up) IS NULL
