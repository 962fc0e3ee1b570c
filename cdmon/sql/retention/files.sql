-- Grain: one row a kept file whose bytes are there, sent before $before.
SELECT submission_id AS subject, 1 AS number, submitted_at AS since
FROM submissions
WHERE octet_length(content) > 0 AND submitted_at < $before
