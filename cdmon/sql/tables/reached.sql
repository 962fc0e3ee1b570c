-- Grain: one row a neighbourhood and month: of the participants of its activities that say it, how many came for the first time; and how many
-- participants other activities had (`unsaid`), from the returns that count. In order of the months.
SELECT
    counting.neighbourhood, counting.period, shares.n AS participants, shares.n_counted AS first_timers, shares.no_answer AS unsaid
FROM query_table($counting) AS counting
JOIN shares USING (return_id)
WHERE counting.dataset = 'activities' AND shares.question = 'new_participants'
ORDER BY counting.neighbourhood, counting.period
