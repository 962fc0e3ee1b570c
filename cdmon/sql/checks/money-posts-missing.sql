-- Pay of nobody knows how many people: without their number it could be told of one alone.
SELECT 'money' AS sheet, row_number, 'posts' AS "column", NULL AS value
FROM incoming_money
WHERE kind = 'staff' AND posts IS NULL
ORDER BY row_number
