-- Codes of local questions that head another column of the survey workbook; spaces and punctuation make no difference.
WITH coded AS (
    SELECT *, regexp_replace(nfc_normalize(lower(code)), '[^\p{L}\p{M}\p{N}]', '', 'g') AS heading
    FROM incoming_local_questions
    WHERE code IS NOT NULL
)
SELECT
    'local_questions' AS sheet, row_number, 'code' AS "column", code AS value,
    CASE WHEN heading IN (SELECT heading FROM defined_headings) THEN 'by a column of the survey workbook' ELSE 'in a row above' END AS "where"
FROM coded
QUALIFY "where" <> 'in a row above' OR row_number() OVER (PARTITION BY heading ORDER BY row_number) > 1
ORDER BY row_number
