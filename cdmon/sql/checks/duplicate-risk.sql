-- References used for two risks of one return.
SELECT
    'risks' AS sheet, row_number, 'reference' AS "column", reference AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_risks
WHERE return_id <> '' AND reference IS NOT NULL
WINDOW twins AS (PARTITION BY return_id, lower(reference) ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
