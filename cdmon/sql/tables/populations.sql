-- Grain: one row a neighbourhood and set-up of the programme that was sent up to $moment: the population that it gives, the year which that
-- is of, its adults (all residents, where it does not say), how the set-up stands, and when it was first accepted. In order of time.
WITH set_ups AS (
    SELECT
        returns.return_id, arg_max(events.kind, events.step) AS state, min(events.happened_at) AS sent_at,
        min(events.happened_at) FILTER (WHERE events.kind = 'accepted') AS accepted_at
    FROM returns
    JOIN events USING (return_id)
    WHERE returns.dataset = 'programme' AND events.happened_at <= $moment
    GROUP BY returns.return_id
)

SELECT
    neighbourhoods.code AS neighbourhood, neighbourhoods.population AS residents, neighbourhoods.population_year AS year,
    coalesce(neighbourhoods.adults, neighbourhoods.population) AS adults,
    set_ups.return_id, set_ups.state, set_ups.sent_at, set_ups.accepted_at
FROM neighbourhoods
JOIN set_ups USING (return_id)
WHERE neighbourhoods.code IS NOT NULL AND neighbourhoods.population IS NOT NULL
ORDER BY coalesce(set_ups.accepted_at, set_ups.sent_at), set_ups.return_id, neighbourhoods.row_number
