-- Groups listed twice in the register of one neighbourhood and month; spaces and punctuation make no difference.
SELECT
    'groups' AS sheet, row_number, 'name' AS "column", name AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_groups
WHERE name IS NOT NULL
WINDOW twins AS (PARTITION BY return_id, regexp_replace(lower(name), '[^[:alnum:]]', '', 'g') ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
