-- Grain: one row a row of a sheet in the returns of $dataset that count, in the order of neighbourhoods and periods.
SELECT counting.neighbourhood AS of_place, counting.period AS period, rows.*
FROM query_table($counting) AS counting
JOIN query_table($sheet) AS rows USING (return_id)
WHERE counting.dataset = $dataset
ORDER BY counting.neighbourhood, counting.period_date, counting.period, rows.row_number
