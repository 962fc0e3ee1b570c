-- Milestones signed off twice in one month.
SELECT
    'signoffs' AS sheet, row_number, 'milestone' AS "column", milestone AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_signoffs
WHERE milestone IS NOT NULL AND return_id <> ''
WINDOW twins AS (PARTITION BY return_id, milestone, neighbourhood ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
