-- The name, role and neighbourhoods that somebody has now, by their address; no role of somebody who has been taken off the list.
SELECT name, role, neighbourhoods
FROM listed_people
WHERE address = $address
ORDER BY step DESC
LIMIT 1
