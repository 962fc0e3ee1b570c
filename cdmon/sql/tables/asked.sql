-- Grain: one row a neighbourhood ('' for the programme) that was asked about something ($about) and had none to report, the time that was
-- last, or that said last in a return of $dataset that it had nothing to report (`nil`, its month).
WITH asked_last AS (
    SELECT counting.neighbourhood, asked.whom, asked.asked_on, asked.office, counting.state = 'submitted' AS provisional
    FROM asked
    JOIN query_table($counting) AS counting USING (return_id)
    WHERE asked.about = $about
    QUALIFY row_number() OVER (PARTITION BY counting.neighbourhood ORDER BY asked.asked_on DESC, counting.period DESC, asked.row_number) = 1
),

nothing AS (
    SELECT neighbourhood, max(period) AS nil
    FROM query_table($counting)
    WHERE dataset = $dataset AND row_count = 0
    GROUP BY neighbourhood
)

SELECT
    neighbourhood, coalesce(asked_last.whom, '') AS whom, asked_last.asked_on, coalesce(asked_last.office, '') AS office,
    coalesce(nothing.nil, '') AS nil, coalesce(asked_last.provisional, FALSE) AS provisional
FROM asked_last
FULL JOIN nothing USING (neighbourhood)
ORDER BY neighbourhood
