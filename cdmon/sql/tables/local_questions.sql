-- Grain: one row a question of its own that the programme adds to the residents' survey.
SELECT code, label, coalesce(answers, '') AS answers, coalesce(source, '') AS source
FROM local_questions
JOIN (SELECT return_id FROM counting) USING (return_id)
ORDER BY row_number
