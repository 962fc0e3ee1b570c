-- Grain: one row a file beside a milestone of a place ($neighbourhood; NULL for all), as kept up to $moment, the newest first.
SELECT act_id, milestone, neighbourhood, file_name, octet_length(content) AS size, note, attached_at, attached_by
FROM attachments
WHERE attached_at <= $moment
AND ($neighbourhood IS NULL OR neighbourhood = $neighbourhood)
ORDER BY attached_at DESC, act_id
