-- Grain: one row a milestone and neighbourhood ('' = the programme) that was signed off: the first time it was reached, or
-- found not to apply (`outcome`). A sign-off comes in
-- a return; as an act it is known by the return's id and its row (`act_id`).
SELECT
    milestone, coalesce(neighbourhood, '') AS neighbourhood,
    arg_min(return_id || '/' || row_number, (reached_on, month, row_number)) AS act_id,
    min(reached_on) AS reached_on,
    coalesce(arg_min(coalesce(outcome, 'reached'), (reached_on, month, row_number)), 'reached') AS outcome,
    arg_min(evidence, (reached_on, month, row_number)) AS evidence,
    arg_min(signed_off_by, (reached_on, month, row_number)) AS signed_off_by
FROM signoffs
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
GROUP BY milestone, coalesce(neighbourhood, '')
