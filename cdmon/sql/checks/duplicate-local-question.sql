-- Codes of local questions that another question has already.
SELECT
    'local_questions' AS sheet, row_number, 'code' AS "column", code AS value,
    CASE
        WHEN code IN (SELECT code FROM defined_questions) THEN 'by a question of the handbook''s survey'
        WHEN code IN ('respondent', 'neighbourhood', 'weight', 'stratum', 'cluster') THEN 'by a column of the survey workbook'
        ELSE 'in a row above'
    END AS "where"
FROM incoming_local_questions
WHERE code IS NOT NULL
QUALIFY "where" <> 'in a row above' OR row_number() OVER (PARTITION BY code ORDER BY row_number) > 1
ORDER BY row_number
