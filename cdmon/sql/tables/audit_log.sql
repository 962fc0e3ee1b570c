-- Grain: one row a line of the audit log that fits what is asked; what is NULL, or no word, narrows nothing.

WITH lines AS (
    SELECT *,
        CASE WHEN len($words) > 0 THEN folded(concat_ws(chr(10), done_by, $did[what], subject, neighbourhood)) ELSE '' END AS searched
    FROM audit_log
)
SELECT place, happened_at, done_by, what, subject, neighbourhood, data_version, link
FROM lines
WHERE ($names IS NULL OR list_contains($names, done_by))
    AND ($codes IS NULL OR list_contains($codes, what))
    AND ($after IS NULL OR happened_at > $after)
    AND ($until IS NULL OR happened_at <= $until)
    AND len(list_filter($words, lambda word: NOT contains(searched, word))) = 0
