-- Adds a line to the end of the audit log, bound to the one before it.

INSERT INTO audit_log
WITH
    end_of_it AS (SELECT coalesce(max(place), 0) AS place, coalesce(max_by(link, place), '') AS link FROM audit_log),
    line AS (
        SELECT
            end_of_it.link AS before, (end_of_it.place + 1)::BIGINT AS place, $happened_at::TIMESTAMP AS happened_at, $done_by AS done_by,
            $what AS what, $subject AS subject, $neighbourhood AS neighbourhood, write_lock.turn::VARCHAR AS data_version
        FROM end_of_it, write_lock
    )
SELECT place, happened_at, done_by, what, subject, neighbourhood, data_version,
    sha256(to_json([before, place::VARCHAR, happened_at::VARCHAR, done_by, what, subject, neighbourhood, data_version])) AS link
FROM line
