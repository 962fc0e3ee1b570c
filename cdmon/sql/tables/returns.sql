-- Grain: one row a return that was ever sent up to $moment, the newest first; `current` says whether it is the one that counts.
SELECT
    sent.return_id, sent.dataset, sent.neighbourhood, sent.period, sent.row_count AS rows, sent.state,
    submissions.submitted_at, submissions.submitted_by, submissions.file_name, submissions.sha256,
    sent.return_id IN (SELECT return_id FROM counting) AS current
FROM returns_as_at($moment) AS sent
JOIN submissions USING (submission_id)
ORDER BY submissions.submitted_at DESC, sent.dataset, sent.neighbourhood, sent.period, sent.return_id
