-- Grain: one row a person who signed out before $before and not since.
SELECT address AS subject, count(*) AS number, max(happened_at) AS since
FROM sign_outs
GROUP BY address
HAVING since < $before
