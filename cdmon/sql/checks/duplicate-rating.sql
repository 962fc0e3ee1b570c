-- An aspect that one kind of rater rated twice in one return.
SELECT
    'ratings' AS sheet, row_number, 'rated_by' AS "column", rated_by AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_ratings
WHERE return_id <> '' AND aspect IS NOT NULL AND rated_by IS NOT NULL
WINDOW twins AS (PARTITION BY return_id, aspect, rated_by ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
