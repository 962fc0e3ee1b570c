-- Grain: one row a neighbourhood ('' for the whole programme) of which returns wait for a decision at $moment, and of how many: each dataset
-- and period counts once, by the version sent last that nobody has withdrawn.
WITH newest AS (
    SELECT
        known.neighbourhood, known.dataset, known.period,
        arg_max(known.state, (submissions.submitted_at, known.return_id)) AS state
    FROM returns_as_at($moment) AS known
    JOIN submissions USING (submission_id)
    WHERE known.state <> 'withdrawn'
    GROUP BY ALL
)

SELECT neighbourhood, count(*) AS returns
FROM newest
WHERE state = 'submitted'
GROUP BY neighbourhood
