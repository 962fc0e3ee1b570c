-- Questions of the programme's own without a label that are no ready-made ones.
SELECT 'local_questions' AS sheet, row_number, 'label' AS "column", code AS value
FROM incoming_local_questions
WHERE label IS NULL AND code IS NOT NULL AND code NOT IN (SELECT code FROM defined_items)
ORDER BY row_number
