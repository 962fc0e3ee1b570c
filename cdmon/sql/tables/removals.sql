-- Grain: one row a time that something was taken out of a return or of the file it came in, up to $moment, the first of them first.
SELECT
    removals.kind, removals.number, removals.sha256, removals.size, removals.reason, removals.removed_at, removals.removed_by,
    submissions.sha256 AS came_as
FROM returns
JOIN submissions USING (submission_id)
JOIN removals ON removals.subject IN (returns.submission_id, returns.return_id)
WHERE returns.return_id = $return_id AND removals.removed_at <= $moment
ORDER BY removals.removed_at
