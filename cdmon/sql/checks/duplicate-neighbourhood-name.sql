-- Neighbourhood names used twice, or used as another's code: a return that names its neighbourhood so could be either's.
WITH called AS (
    SELECT row_number, name, normal(name) AS plain_name, normal(code) AS plain_code
    FROM incoming_neighbourhoods
    WHERE name IS NOT NULL
)
SELECT 'neighbourhoods' AS sheet, a.row_number, 'name' AS "column", a.name AS value, min(b.row_number) AS other_row
FROM called AS a
JOIN called AS b ON (a.plain_name = b.plain_name AND b.row_number < a.row_number)
    OR (a.plain_name = b.plain_code AND b.row_number <> a.row_number)
GROUP BY a.row_number, a.name
ORDER BY a.row_number
