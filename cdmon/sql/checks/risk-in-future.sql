-- Risks that were opened, looked at or closed on a day that has not come.
SELECT 'risks' AS sheet, row_number, code AS "column", strftime(day, '%d/%m/%Y') AS value
FROM (SELECT row_number, opened, last_review, closed FROM incoming_risks) UNPIVOT (day FOR code IN (opened, last_review, closed))
WHERE day > $today
ORDER BY row_number
