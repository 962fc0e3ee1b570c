-- Grain: one row a neighbourhood that has sent any of the monthly $datasets: for which month and of which dataset its newest return is, and
-- when it was sent; of those sent at once, of the latest month the first dataset. One that was withdrawn was not sent.
WITH sent AS (
    SELECT
        known.neighbourhood, known.period, known.dataset, submissions.submitted_at,
        (submissions.submitted_at, known.period, -list_position($datasets, known.dataset)) AS turn
    FROM returns_as_at($moment) AS known
    JOIN submissions USING (submission_id)
    WHERE known.state <> 'withdrawn' AND list_contains($datasets, known.dataset)
)

SELECT neighbourhood, arg_max(period, turn) AS last_return, arg_max(dataset, turn) AS dataset, max(submitted_at) AS sent_at
FROM sent
GROUP BY neighbourhood
