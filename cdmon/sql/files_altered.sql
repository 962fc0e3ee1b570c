-- The kept files whose bytes are neither those that were sent nor those that a recorded decision put in their place, by what was noted of them then.

WITH put_in_place AS (
    SELECT subject AS submission_id, arg_max(sha256, removed_at) AS sha256, arg_max(size, removed_at) AS size
    FROM removals
    WHERE sha256 <> ''
    GROUP BY subject
)

SELECT submission_id
FROM submissions
JOIN submission_chain USING (submission_id)
LEFT JOIN put_in_place USING (submission_id)
WHERE sha256(content) <> coalesce(put_in_place.sha256, submissions.sha256)
OR octet_length(content) <> coalesce(put_in_place.size, submissions.size)
ORDER BY place
