-- Steps that stand so since a day that has not come.
SELECT 'partnership' AS sheet, row_number, 'since' AS "column", strftime(since, '%d/%m/%Y') AS value
FROM incoming_partnership
WHERE since > $today
ORDER BY row_number
