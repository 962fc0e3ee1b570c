-- Grain: one row a sum of money, as the newest return that counts and tells of it has it, by year and place.
SELECT
    counting.neighbourhood, counting.period AS month, money.line, money.kind, money.source, money.basis,
    left(money.financial_year, 4)::BIGINT AS year, money.amount, money.posts, money.wte, coalesce(money.recurrence, '') AS recurrence,
    money.price_year, coalesce(money.in_kind_basis, '') AS in_kind_basis, coalesce(money.payer, '') AS payer,
    coalesce(money.beneficiary, '') AS beneficiary, counting.state = 'submitted' AS provisional
FROM money
JOIN query_table($counting) AS counting USING (return_id)
QUALIFY row_number() OVER (
    PARTITION BY
        counting.neighbourhood, normal(money.line), money.source, money.basis, left(money.financial_year, 4),
        normal(coalesce(money.payer, ''))
    ORDER BY counting.period DESC, money.row_number
) = 1
ORDER BY year, counting.neighbourhood, counting.period, money.row_number
