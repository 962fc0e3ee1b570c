-- Grain: one row a file that was read by a mapping up to $moment, the newest first.
SELECT mappings.act_id, mappings.dataset, mappings.mapping, mappings.kept_at, mappings.kept_by, submissions.file_name, submission_id
FROM mappings
JOIN submissions USING (submission_id)
WHERE kept_at <= $moment
ORDER BY kept_at DESC, act_id
