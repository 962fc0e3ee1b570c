-- Days outside the month, quarter or year of their return, in a column of a sheet.
SELECT
    '{sheet}' AS sheet, row_number, '{column}' AS "column", strftime({column}, '%d/%m/%Y') AS value,
    concat_ws(' to ', periods.first_month, incoming.month) AS month
FROM incoming_{sheet} AS incoming
LEFT JOIN periods ON periods.dataset = '{dataset}' AND periods.month = incoming.month
WHERE strftime({column}, '%Y-%m') NOT BETWEEN coalesce(periods.first_month, incoming.month) AND incoming.month
ORDER BY row_number
