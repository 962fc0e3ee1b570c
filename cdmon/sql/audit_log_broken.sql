-- The places of the audit log at which a line does not follow from the one before it, or after which lines are missing. Of the lines only the
-- $newest are worked through, all where it is NULL; that none is missing is seen of all of them.

WITH
    known AS (SELECT greatest(coalesce(max(place) - $newest, 0), 0) AS place FROM audit_log),
    lines AS (
        SELECT audit_log.*, coalesce(lag(place) OVER in_turn, 0) AS place_before, coalesce(lag(link) OVER in_turn, '') AS before
        FROM audit_log
        WHERE place >= (SELECT place FROM known)
        WINDOW in_turn AS (ORDER BY place)
    ),
    number AS (SELECT count(*) AS lines, coalesce(max(place), 0) AS last_place FROM audit_log)
SELECT place
FROM lines
WHERE place > (SELECT place FROM known)
    AND (
        place <> place_before + 1
        OR link <> sha256(to_json([before, place::VARCHAR, happened_at::VARCHAR, done_by, what, subject, neighbourhood, data_version]))
    )
UNION
SELECT audit_log_length.lines AS place
FROM audit_log_length, number
WHERE audit_log_length.lines <> number.lines OR audit_log_length.lines <> number.last_place
ORDER BY place
