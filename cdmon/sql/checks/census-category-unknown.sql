-- Census shares of categories that the residents' survey does not know.
SELECT 'census' AS sheet, row_number, 'category' AS "column", category AS value, any_value(title) AS characteristic, any_value(known) AS known
FROM incoming_census
JOIN defined_categories ON defined_categories.code = characteristic
GROUP BY row_number, category
HAVING NOT bool_or(normal(category) = spelling)
ORDER BY row_number
