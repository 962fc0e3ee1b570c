-- Stages listed twice.
SELECT
    'stages' AS sheet, row_number, 'stage' AS "column", stage AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_stages
WHERE stage IS NOT NULL
WINDOW twins AS (PARTITION BY stage ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
