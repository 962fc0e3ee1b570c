-- Grain: one row a return that was ever sent up to $moment, the newest first; `current` says whether it is the one that counts.
SELECT
    sent.return_id, sent.dataset, sent.neighbourhood, sent.period, sent.row_count AS rows, sent.state,
    submissions.submitted_at, submissions.submitted_by, submissions.file_name, submissions.sha256,
    counting.return_id IS NOT NULL AS current,
    CASE WHEN sent.state = 'accepted' AND counting.return_id IS NULL THEN 'superseded' ELSE sent.state END AS standing,
    last.happened_at AS decided_at, last.done_by AS decided_by, last.reason, sent.period_date, sent.submission_id, sent.dataset_version
FROM returns_as_at($moment) AS sent
JOIN submissions USING (submission_id)
JOIN (
    SELECT return_id, arg_max(happened_at, step) AS happened_at, arg_max(done_by, step) AS done_by, arg_max(reason, step) AS reason
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
) AS last ON last.return_id = sent.return_id
LEFT JOIN query_table($counting) AS counting ON counting.return_id = sent.return_id
ORDER BY submissions.submitted_at DESC, sent.dataset, sent.neighbourhood, sent.period, sent.return_id
