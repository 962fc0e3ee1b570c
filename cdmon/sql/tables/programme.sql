-- Grain: the one row of the programme set-up that counts.
SELECT programme.*
FROM programme
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
