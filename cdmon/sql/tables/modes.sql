-- Grain: one row a neighbourhood and stage whose mode the programme set-up says; any other follows from its wave.
SELECT neighbourhood, stage, mode
FROM modes
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
