-- The name, role and neighbourhoods that somebody has now, by their address, and when they signed out last; no role of somebody who has been
-- taken off the list.
SELECT name, role, neighbourhoods, (SELECT max(happened_at) FROM sign_outs WHERE address = $address)
FROM listed_people
WHERE address = $address
ORDER BY step DESC
LIMIT 1
