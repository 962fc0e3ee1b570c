-- Grain: one row an area of the boundaries that count.
SELECT neighbourhood, outline
FROM boundaries
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY neighbourhood, row_number
