-- Grain: one row a return that counts at $moment when those of $states do: the latest of each dataset, neighbourhood and period.
WITH known AS (
    SELECT
        return_id, arg_max(kind, step) AS state,
        coalesce(max(happened_at) FILTER (WHERE kind = 'accepted'), min(happened_at)) AS since
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
),

fit AS (
    SELECT
        return_id, returns.dataset, returns.neighbourhood, returns.period, returns.period_date, returns.row_count, known.state, known.since
    FROM returns
    JOIN known USING (return_id)
    WHERE list_contains($states, known.state)
),

latest AS (
    SELECT arg_max(return_id, (since, return_id)) AS return_id
    FROM fit
    GROUP BY dataset, neighbourhood, period
)

SELECT fit.*
FROM fit
SEMI JOIN latest USING (return_id)
