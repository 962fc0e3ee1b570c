-- Codes of local questions that head another column of the survey workbook; spaces and punctuation make no difference.
SELECT 'local_questions' AS sheet, row_number, 'code' AS "column", code AS value
FROM incoming_local_questions
WHERE normal(code) IN (SELECT heading FROM defined_headings)
ORDER BY row_number
