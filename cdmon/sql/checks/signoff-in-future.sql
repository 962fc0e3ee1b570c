-- Sign-offs of milestones that are yet to be reached.
SELECT 'signoffs' AS sheet, row_number, 'reached_on' AS "column", strftime(reached_on, '%d/%m/%Y') AS value
FROM incoming_signoffs
WHERE reached_on > $today
ORDER BY row_number
