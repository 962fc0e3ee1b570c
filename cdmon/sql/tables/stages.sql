-- Grain: one row a stage that the programme set-up changes; none where it keeps the handbook's.
SELECT stages.stage, stages.first_month, stages.last_month, coalesce(stages.break_clause, '') AS break_clause
FROM stages
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY stages.stage
