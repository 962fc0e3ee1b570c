-- Grain: one row a return that was ever sent up to $moment, the newest first; `current` says whether it is the accepted version sent last.
WITH last_events AS (
    SELECT return_id, arg_max(happened_at, step) AS happened_at, arg_max(done_by, step) AS done_by, arg_max(reason, step) AS reason
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
),

sent AS (
    SELECT known.*, submissions.submitted_at, submissions.submitted_by, submissions.file_name, submissions.sha256
    FROM returns_as_at($moment) AS known
    JOIN submissions USING (submission_id)
),

latest AS (
    SELECT arg_max(return_id, (submitted_at, return_id)) AS return_id
    FROM sent
    WHERE state = 'accepted'
    GROUP BY dataset, neighbourhood, period
)

SELECT
    sent.return_id, sent.dataset, sent.neighbourhood, sent.period, sent.row_count AS rows, sent.state,
    sent.submitted_at, sent.submitted_by, sent.file_name, sent.sha256,
    latest.return_id IS NOT NULL AS current,
    CASE WHEN sent.state = 'accepted' AND latest.return_id IS NULL THEN 'superseded' ELSE sent.state END AS standing,
    last_events.happened_at AS decided_at, last_events.done_by AS decided_by, last_events.reason,
    sent.period_date, sent.submission_id, sent.dataset_version
FROM sent
JOIN last_events USING (return_id)
LEFT JOIN latest USING (return_id)
ORDER BY sent.submitted_at DESC, sent.dataset, sent.neighbourhood, sent.period, sent.return_id
