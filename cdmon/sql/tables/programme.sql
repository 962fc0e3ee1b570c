-- Grain: the one row of the programme set-up that counts at $moment.
SELECT programme.*
FROM programme
JOIN (SELECT return_id FROM current_returns($moment)) USING (return_id)
