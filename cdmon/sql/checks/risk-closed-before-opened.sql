-- Risks that were closed before they were opened.
SELECT
    'risks' AS sheet, row_number, 'closed' AS "column", strftime(closed, '%d/%m/%Y') AS value, strftime(opened, '%d/%m/%Y') AS opened
FROM incoming_risks
WHERE closed < opened
ORDER BY row_number
