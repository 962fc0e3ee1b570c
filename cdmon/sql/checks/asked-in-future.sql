-- People who were asked on a day that has not come.
SELECT 'asked' AS sheet, row_number, 'asked_on' AS "column", strftime(asked_on, '%d/%m/%Y') AS value
FROM incoming_asked
WHERE asked_on > $today
ORDER BY row_number
