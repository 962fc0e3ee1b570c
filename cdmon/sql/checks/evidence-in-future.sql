-- Evidence dated in the future.
SELECT 'evidence' AS sheet, row_number, 'date' AS "column", strftime(date, '%d/%m/%Y') AS value
FROM incoming_evidence
WHERE date > $today
ORDER BY row_number
