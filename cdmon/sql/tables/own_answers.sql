-- Grain: one row a respondent of the returns of a survey that count (of one neighbourhood and the programme's own, or of each for NULL): the design of the sample, and the answer to one question, if any.
SELECT
    counting.return_id, responses.weight, responses.stratum, responses.cluster, answers.answer,
    waves.sample_design AS design
FROM query_table($counting) AS counting
JOIN responses USING (return_id)
LEFT JOIN waves USING (return_id)
LEFT JOIN answers ON answers.return_id = responses.return_id AND answers.row_number = responses.row_number AND answers.question = $question
WHERE counting.dataset = $dataset AND ($neighbourhood IS NULL OR counting.neighbourhood IN ($neighbourhood, ''))
ORDER BY counting.return_id, responses.row_number
