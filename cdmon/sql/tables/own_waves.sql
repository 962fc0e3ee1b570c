-- Grain: one row a wave that the programme set-up names in words of its own, in its order; none where it keeps the handbook's.
SELECT wave, coalesce(title, '') AS title
FROM own_waves
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY row_number
