-- Aspects of the programme's own that are called like one of the handbook's.
SELECT 'rating_aspects' AS sheet, row_number, 'code' AS "column", code AS value
FROM incoming_rating_aspects
WHERE normal(code) IN (SELECT name FROM defined_aspects) OR normal(title) IN (SELECT name FROM defined_aspects)
ORDER BY row_number
