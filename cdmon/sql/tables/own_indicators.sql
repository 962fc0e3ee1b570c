-- Grain: one row an indicator of its own that the set-up which counts makes of one of its own questions.
SELECT
    own.code, own.title, own.factor, own.question, questions.label, coalesce(questions.survey, 'residents') AS survey,
    coalesce(own.answers, '') AS answers, coalesce(own.left_out, '') AS left_out, coalesce(own.direction, '') AS direction
FROM own_indicators AS own
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
JOIN local_questions AS questions ON questions.return_id = own.return_id AND questions.code = own.question
ORDER BY own.row_number
