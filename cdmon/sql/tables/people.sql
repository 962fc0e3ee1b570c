-- Everybody who is or was on the list of people, as they stand now, with the first day of it and what was done last.
WITH now_listed AS (
    SELECT
        address,
        arg_max(name, step) AS name,
        arg_max(role, step) AS role,
        arg_max(neighbourhoods, step) AS neighbourhoods,
        max(happened_at) AS since,
        arg_max(done_by, step) AS done_by,
        arg_max(reason, step) AS reason,
        max(step) AS step
    FROM listed_people
    WHERE happened_at <= $moment
    GROUP BY address
)

SELECT *
FROM now_listed
ORDER BY role = '', lower(name), address
