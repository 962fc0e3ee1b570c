-- Activities dated outside the month of their return.
SELECT 'activities' AS sheet, row_number, 'date' AS "column", strftime(date, '%d/%m/%Y') AS value, month
FROM incoming_activities
WHERE strftime(date, '%Y-%m') <> month
ORDER BY row_number
