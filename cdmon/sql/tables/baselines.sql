-- Grain: one row a neighbourhood and indicator that has a baseline: its period, when the return that holds it
-- was first accepted, and whether it is of an independent survey.
SELECT
    counting.neighbourhood, estimates.indicator,
    arg_min(counting.period, counting.period_date) AS period,
    arg_min(counting.since, counting.period_date) AS accepted_at,
    arg_min(coalesce(waves.independent, '') = 'yes', counting.period_date) AS independent
FROM query_table($counting) AS counting
JOIN estimates USING (return_id)
LEFT JOIN waves USING (return_id)
WHERE estimates.value IS NOT NULL
AND list_contains($indicators, estimates.indicator)
AND coalesce(waves.purpose, '') <> 'follow-up'
GROUP BY counting.neighbourhood, estimates.indicator
