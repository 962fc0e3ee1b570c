-- Grain: one row each time that assumptions about value were kept up to $moment, the newest first.
SELECT act_id, name, content, reason, recorded_at, recorded_by
FROM assumptions
WHERE recorded_at <= $moment
ORDER BY recorded_at DESC, act_id
