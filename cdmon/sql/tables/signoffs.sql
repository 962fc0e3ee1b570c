-- Grain: one row a milestone and neighbourhood ('' = the programme) that was signed off: the first time it was reached.
SELECT
    milestone, coalesce(neighbourhood, '') AS neighbourhood,
    min(reached_on) AS reached_on, arg_min(evidence, reached_on) AS evidence, arg_min(signed_off_by, reached_on) AS signed_off_by
FROM signoffs
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
GROUP BY ALL
