-- Grain: one row a day on which the steering group met, as recorded up to $moment and not taken back, the newest first.
SELECT held_on
FROM meetings
WHERE recorded_at <= $moment
GROUP BY held_on
HAVING arg_max(is_held, recorded_at)
ORDER BY held_on DESC
