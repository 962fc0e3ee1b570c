-- Rows that say how often a dataset is owed for a time that another row of it reaches into.
SELECT
    'cadences' AS sheet, row_number, 'dataset' AS "column", dataset AS value,
    lag(row_number) OVER in_order AS other_row
FROM incoming_cadences
WHERE dataset IS NOT NULL
WINDOW in_order AS (PARTITION BY dataset ORDER BY coalesce(from_month, ''), row_number)
QUALIFY coalesce(from_month, '') <= lag(coalesce(until_month, '9999-12')) OVER in_order
ORDER BY row_number
