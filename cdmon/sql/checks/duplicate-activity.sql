-- Activities that look like one another in everything.
SELECT
    'activities' AS sheet, row_number, 'activity' AS "column", activity AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_activities
WHERE activity IS NOT NULL AND return_id <> ''
WINDOW twins AS (PARTITION BY return_id, date, lower(activity), lower(group_name), participants ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
