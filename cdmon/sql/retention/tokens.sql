-- Grain: one row a token that opens nothing any more since a day before $before.
WITH ends AS (SELECT token AS act_id, min(ended_at) AS ended_at FROM ended_tokens GROUP BY token)

SELECT act_id AS subject, 1 AS number, least(until + INTERVAL 1 DAY, ended_at) AS since
FROM feed_tokens
LEFT JOIN ends USING (act_id)
WHERE since < $before
