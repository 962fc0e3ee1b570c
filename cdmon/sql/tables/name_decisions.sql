-- Grain: one row a decision about a name of a group up to $moment, the newest first.
SELECT act_id, neighbourhood, name, same_as, decided_at, decided_by, reason
FROM group_names
WHERE decided_at <= $moment AND ($neighbourhood IS NULL OR neighbourhood = $neighbourhood)
ORDER BY decided_at DESC, neighbourhood, name
