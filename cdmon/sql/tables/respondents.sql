-- Grain: one row a neighbourhood and share of who answered its newest round of the residents' survey that asked (one of $characteristics), or
-- of what those in a category of one make of a headline, from the returns that count.
WITH asked AS (
    SELECT counting.return_id, counting.neighbourhood, counting.period, counting.period_date, counting.state
    FROM query_table($counting) AS counting
    SEMI JOIN (SELECT return_id FROM shares WHERE list_contains($characteristics, question)) AS told USING (return_id)
    QUALIFY (counting.period_date, counting.period) = max((counting.period_date, counting.period)) OVER (PARTITION BY counting.neighbourhood)
)

SELECT
    asked.neighbourhood, asked.period, asked.period_date, asked.state = 'submitted' AS provisional,
    shares.question AS indicator, shares.answer, shares.characteristic, shares.category,
    shares.value, shares.n, shares.n_counted, shares.n_effective, shares.degrees, shares.design_known, shares.no_answer
FROM asked
JOIN shares USING (return_id)
WHERE list_contains($characteristics, shares.question) OR shares.characteristic <> ''
ORDER BY asked.neighbourhood
