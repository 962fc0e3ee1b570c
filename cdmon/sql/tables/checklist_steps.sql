-- Grain: one row a step of the partnership checklist of the set-up that counts, in its order.
SELECT code, title
FROM checklist_steps
JOIN query_table($counting) AS counting USING (return_id)
ORDER BY row_number
