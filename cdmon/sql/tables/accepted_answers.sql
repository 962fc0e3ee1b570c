-- Grain: one row an answer in the returns of the survey $dataset that count, in the order of its questions' first answers.
SELECT answers.return_id, answers.row_number, answers.question, answers.answer
FROM query_table($counting) AS counting
JOIN answers USING (return_id)
WHERE counting.dataset = $dataset
