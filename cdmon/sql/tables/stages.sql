-- Grain: one row a stage that the programme set-up lists; none where it keeps the handbook's. `begins` names waves, with "; " between them.
SELECT
    stages.stage, coalesce(stages.title, '') AS title, stages.first_month, stages.last_month,
    coalesce(stages.break_clause, '') AS break_clause, coalesce(stages.begins, '') AS begins
FROM stages
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY stages.stage
