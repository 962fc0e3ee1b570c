-- The kept files whose bytes are not those that were sent, by what was noted of them then.

SELECT submission_id
FROM submissions JOIN submission_chain USING (submission_id)
WHERE sha256(content) <> sha256 OR octet_length(content) <> size
ORDER BY place
