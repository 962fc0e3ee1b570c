-- Grain: one row a question of the programme's own, wave role (baseline, latest) and answer given, from the returns that count.
-- The baseline is the first wave that asked the question and is not declared a follow-up. `base` is who gave any answer to it.
WITH own AS (
    SELECT code
    FROM local_questions
    JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
    WHERE survey = $dataset
),

given AS (
    SELECT
        answers.question, answers.answer, counting.period, counting.period_date,
        any_value(coalesce(waves.purpose, '')) AS purpose,
        bool_or(counting.state = 'submitted') AS provisional,
        count(*) AS n
    FROM query_table($counting) AS counting
    JOIN answers USING (return_id)
    JOIN own ON own.code = answers.question
    LEFT JOIN waves USING (return_id)
    WHERE counting.dataset = $dataset AND counting.neighbourhood = $neighbourhood
    GROUP BY answers.question, answers.answer, counting.period, counting.period_date
),

picked AS (
    SELECT
        question,
        min((period_date, period)) FILTER (WHERE purpose <> 'follow-up') AS baseline,
        max((period_date, period)) AS latest
    FROM given
    GROUP BY question
)

SELECT
    CASE WHEN (period_date, period) = baseline THEN 'baseline' ELSE 'latest' END AS role,
    given.question, given.answer, given.period, given.provisional, given.n,
    sum(given.n) OVER (PARTITION BY given.question, given.period_date, given.period) AS base
FROM given
JOIN picked USING (question)
WHERE (period_date, period) = baseline OR (period_date, period) = latest
