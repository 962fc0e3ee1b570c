-- Grain: one row a neighbourhood, month and dataset that a return was sent for up to $moment and not withdrawn: when the first of them was
-- sent, and how the newest stands; `reason` is that of the last thing that happened to it.
WITH last_events AS (
    SELECT return_id, arg_max(reason, step) AS reason
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
),

sent AS (
    SELECT known.*, submissions.submitted_at, last_events.reason, (submissions.submitted_at, known.return_id) AS turn
    FROM returns_as_at($moment) AS known
    JOIN submissions USING (submission_id)
    JOIN last_events USING (return_id)
    WHERE known.state <> 'withdrawn' AND list_contains($datasets, known.dataset)
)

SELECT
    neighbourhood, period AS month, dataset, min(submitted_at) AS first_sent, arg_max(return_id, turn) AS return_id,
    arg_max(state, turn) AS state, arg_max(row_count = 0, turn) AS nil, arg_max(reason, turn) AS reason
FROM sent
GROUP BY ALL
