-- Financial years that are none: 2026 alone where a year begins in April, 2026-27 where it is the calendar year, 2026-28 anywhere.
WITH setting AS (
    SELECT coalesce(max(programme.financial_year), 'April') AS begins
    FROM programme
    JOIN query_table($counting) AS counting USING (return_id)
),

written AS (
    SELECT
        row_number, financial_year, begins, left(financial_year, 4)::INTEGER AS first,
        right(nullif(regexp_extract(financial_year, '[^0-9]([0-9]+)$', 1), ''), 2) AS second
    FROM incoming_money
    CROSS JOIN setting
    WHERE regexp_matches(financial_year, '^[0-9]{4}')
),

expected AS (SELECT *, CASE WHEN begins <> 'January' THEN lpad(((first + 1) % 100)::VARCHAR, 2, '0') END AS right_second FROM written)

SELECT
    'money' AS sheet, row_number, 'financial_year' AS "column", financial_year AS value, begins,
    concat_ws('-', first, right_second) AS example
FROM expected
WHERE second IS DISTINCT FROM right_second
ORDER BY row_number
