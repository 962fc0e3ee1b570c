-- Questions answered by people who had not given the answer that leads to them, where that earlier question was asked.
WITH earlier AS (
    SELECT a.question, a.row_number, routes.needs, e.answer IS NOT NULL AND list_contains(routes.answers, e.answer) AS led
    FROM incoming_answers AS a
    JOIN defined_routes AS routes ON routes.question = a.question
    LEFT JOIN incoming_answers AS e ON (e.return_id, e.row_number, e.question) = (a.return_id, a.row_number, routes.needs)
    WHERE routes.needs IN (SELECT question FROM incoming_answers)
)
SELECT 'responses' AS sheet, min(row_number) AS row_number, question AS "column", NULL AS value, question, needs AS asked_if, count(*) AS count
FROM earlier
WHERE NOT led
GROUP BY question, needs
ORDER BY question
