-- Grain: one row a round of the residents' survey, of the returns that count: how many were approached (NULL where one of its files does not
-- say), and how many of them answered, in the whole of these files.
WITH files AS (
    SELECT DISTINCT counting.period, counting.period_date, returns.submission_id
    FROM query_table($counting) AS counting
    JOIN returns USING (return_id)
    WHERE counting.dataset = 'residents'
),

answered AS (
    SELECT
        files.period, files.period_date, files.submission_id, sum(returns.row_count) AS achieved,
        any_value(waves.approached) AS approached, count(*) AS places
    FROM files
    JOIN returns ON returns.submission_id = files.submission_id AND returns.dataset = 'residents'
    LEFT JOIN waves USING (return_id)
    GROUP BY files.period, files.period_date, files.submission_id
)

SELECT
    period, max(period_date) AS ended, sum(places)::BIGINT AS neighbourhoods, sum(achieved)::BIGINT AS achieved,
    CASE WHEN bool_and(approached IS NOT NULL) THEN sum(approached)::BIGINT END AS approached
FROM answered
GROUP BY period
ORDER BY ended, period
