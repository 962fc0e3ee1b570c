-- Grain: one row a question of its own that the programme adds to a survey; of a ready-made one (see items.yaml) all but the code may be ''.
SELECT code, coalesce(label, '') AS label, coalesce(answers, '') AS answers, coalesce(no_answer, '') AS no_answer, coalesce(source, '') AS source,
    coalesce(survey, 'residents') AS survey
FROM local_questions
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY row_number
