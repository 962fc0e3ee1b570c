-- Grain: one row an aspect of the programme's own, with what its levels mean, in the order of the set-up that counts.
SELECT code, title, level_1, level_2, level_3, level_4
FROM rating_aspects
JOIN query_table($counting) AS counting USING (return_id)
ORDER BY row_number
