-- Grain: the day that the set-up that counts at $moment names to look at the programme from, and when any set-up counted first; one row, or
-- none while no set-up counts.
SELECT programme.reference_date, min(min(events.happened_at) FILTER (WHERE events.kind = 'accepted')) OVER () AS first_counted
FROM events
JOIN returns USING (return_id)
JOIN programme USING (return_id)
WHERE events.happened_at <= $moment
GROUP BY return_id, programme.reference_date
HAVING arg_max(events.kind, events.step) = 'accepted'
ORDER BY min(events.happened_at) DESC, return_id DESC
LIMIT 1
