-- Money of a financial year in no month of which there is a programme.
WITH setting AS (
    SELECT
        max(programme.start_month) AS start_month,
        month(strptime(coalesce(max(programme.financial_year), 'April') || ' 2000', '%B %Y')) AS first_month
    FROM programme
    JOIN query_table($counting) AS counting USING (return_id)
),

own AS (
    SELECT stages.last_month
    FROM stages
    JOIN query_table($counting) AS counting USING (return_id)
),

span AS (
    SELECT
        first_month, strptime(start_month || '-01', '%Y-%m-%d')::DATE AS starts,
        (starts + to_months(coalesce((SELECT max(last_month) FROM own), (SELECT max(last_month) FROM defined_stages))::INTEGER))::DATE AS ends
    FROM setting
),

years AS (
    SELECT row_number, financial_year, starts, ends, make_date(left(financial_year, 4)::INTEGER, first_month, 1) AS begins
    FROM incoming_money
    CROSS JOIN span
    WHERE regexp_matches(financial_year, '^[0-9]{4}')
)

SELECT
    'money' AS sheet, row_number, 'financial_year' AS "column", financial_year AS value,
    strftime(starts, '%Y-%m') AS starts, strftime(ends - 1, '%Y-%m') AS ends
FROM years
WHERE begins >= ends OR begins + INTERVAL 1 YEAR <= starts
ORDER BY row_number
