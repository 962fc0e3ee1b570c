-- Events dated outside the month of their return.
SELECT 'engagement' AS sheet, row_number, 'date' AS "column", strftime(date, '%d/%m/%Y') AS value, month
FROM incoming_engagement
WHERE strftime(date, '%Y-%m') <> month
ORDER BY row_number
