-- Indicators of the programme's own that bear the code of another one.
SELECT 'own_indicators' AS sheet, row_number, 'code' AS "column", code AS value
FROM incoming_own_indicators
WHERE code IN (SELECT code FROM defined_indicators)
ORDER BY row_number
