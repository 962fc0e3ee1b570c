-- Aspects of which some levels are described and others not.
SELECT 'rating_aspects' AS sheet, row_number, 'level_1' AS "column", title AS value
FROM incoming_rating_aspects
WHERE len(list_filter([level_1, level_2, level_3, level_4], described -> described IS NOT NULL)) IN (1, 2, 3)
ORDER BY row_number
