-- Grain: one row a category of the census beside which those who answered are set, as the set-up gives it.
SELECT characteristic, normal(category) AS category, share, coalesce(source, '') AS source
FROM census
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY row_number
