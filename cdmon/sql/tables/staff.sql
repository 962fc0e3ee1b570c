-- Grain: one row a neighbourhood ('' for the programme's own), month that tells of staff, and whether they are planned, committed or actual:
-- those of the financial year that the month lies in, which begins in $first_month.
SELECT
    counting.neighbourhood, counting.period AS month, money.basis, sum(money.posts)::BIGINT AS posts, sum(money.wte) AS wte,
    count(*) FILTER (WHERE money.wte IS NULL AND money.posts > 0) AS without_wte, bool_or(counting.state = 'submitted') AS provisional
FROM money
JOIN query_table($counting) AS counting USING (return_id)
WHERE
    money.kind = 'staff' AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
    AND left(money.financial_year, 4)::INTEGER
    = year(counting.period_date) - CASE WHEN month(counting.period_date) < $first_month THEN 1 ELSE 0 END
GROUP BY counting.neighbourhood, counting.period, money.basis
ORDER BY counting.period DESC, counting.neighbourhood, list_position(['planned', 'committed', 'actual'], money.basis)
