-- Grain: one row a person who was taken off the list before $before.
SELECT address AS subject, 1 AS number, max(happened_at) AS since
FROM listed_people
GROUP BY address
HAVING arg_max(role, step) = '' AND since < $before
