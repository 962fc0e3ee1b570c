-- The places of the audit log at which a line does not follow from the one before it, or after which lines are missing.

WITH lines AS (
    SELECT audit_log.*, row_number() OVER (ORDER BY place) AS counted, coalesce(lag(link) OVER (ORDER BY place), '') AS before
    FROM audit_log
)
SELECT place
FROM lines
WHERE place <> counted
    OR link <> sha256(to_json([before, place::VARCHAR, happened_at::VARCHAR, done_by, what, subject, neighbourhood, data_version]))
UNION
SELECT lines AS place
FROM audit_log_length
WHERE lines <> (SELECT count(*) FROM audit_log)
ORDER BY place
