-- Grain: one row a thing that happened to a return up to $moment, the newest first.
SELECT
    events.happened_at, events.kind, events.done_by, events.reason, returns.dataset, returns.neighbourhood, returns.period,
    returns.row_count AS rows, submissions.file_name, submissions.sha256, events.return_id
FROM events
JOIN returns USING (return_id)
JOIN submissions USING (submission_id)
WHERE events.happened_at <= $moment
ORDER BY events.happened_at DESC, returns.dataset, returns.neighbourhood, returns.period, events.return_id, events.step DESC
