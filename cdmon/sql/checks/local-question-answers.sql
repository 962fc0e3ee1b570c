-- Answers that one local question lists twice; spaces and punctuation make no difference.
WITH listed AS (
    SELECT row_number, code, unnest(string_split(answers, ';')) AS answer
    FROM incoming_local_questions
)
SELECT 'local_questions' AS sheet, row_number, 'answers' AS "column", min(trim(answer)) AS value, code AS question
FROM listed
WHERE trim(answer) <> ''
GROUP BY row_number, code, normal(answer)
HAVING count(*) > 1
ORDER BY row_number
