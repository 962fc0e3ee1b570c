-- Events dated outside the month, quarter or year of their return.
SELECT
    'engagement' AS sheet, row_number, 'date' AS "column", strftime(date, '%d/%m/%Y') AS value,
    concat_ws(' to ', periods.first_month, incoming.month) AS month
FROM incoming_engagement AS incoming
LEFT JOIN periods ON periods.dataset = 'engagement' AND periods.month = incoming.month
WHERE strftime(date, '%Y-%m') NOT BETWEEN coalesce(periods.first_month, incoming.month) AND incoming.month
ORDER BY row_number
