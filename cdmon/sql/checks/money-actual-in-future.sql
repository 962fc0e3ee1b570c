-- Money spent in a financial year that had not begun at the end of the month that tells of it.
WITH setting AS (
    SELECT month(strptime(coalesce(max(programme.financial_year), 'April') || ' 2000', '%B %Y')) AS first_month
    FROM programme
    JOIN query_table($counting) AS counting USING (return_id)
)

SELECT 'money' AS sheet, row_number, 'financial_year' AS "column", financial_year AS value, month
FROM incoming_money
CROSS JOIN setting
WHERE
    basis = 'actual' AND regexp_matches(financial_year, '^[0-9]{4}')
    AND strftime(make_date(left(financial_year, 4)::INTEGER, first_month, 1), '%Y-%m') > month
ORDER BY row_number
