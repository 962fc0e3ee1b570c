-- Questions and answers that indicators of the programme's own are made of, and which the sheet Questions does not have.
WITH listed AS (
    SELECT row_number, question, 'answers' AS "column", trim(unnest(string_split(answers, ';'))) AS value
    FROM incoming_own_indicators
    UNION ALL
    SELECT row_number, question, 'left_out' AS "column", trim(unnest(string_split(left_out, ';'))) AS value
    FROM incoming_own_indicators
),

offered AS (
    SELECT code, any_value(answers) AS answers, list(normal(answer)) AS each_answer
    FROM (SELECT code, answers, unnest(string_split(coalesce(answers, ''), ';')) AS answer FROM incoming_local_questions)
    GROUP BY code
)

SELECT 'own_indicators' AS sheet, row_number, 'question' AS "column", question AS value, 'question of the sheet Questions' AS what,
    coalesce((SELECT string_agg(code, ', ' ORDER BY code) FROM offered), 'one that is given there') AS known
FROM incoming_own_indicators
WHERE question NOT IN (SELECT code FROM offered)
UNION ALL
SELECT 'own_indicators' AS sheet, row_number, "column", value, concat('answer to the question ', question) AS what,
    coalesce(offered.answers, 'a question with answers to choose from') AS known
FROM listed
JOIN offered ON offered.code = listed.question
WHERE value <> '' AND NOT list_contains(each_answer, normal(value))
ORDER BY row_number, "column"
