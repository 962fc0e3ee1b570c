-- Grain: one row a milestone of the programme set-up's own, or one of the handbook's that it changes or switches off, in its order.
-- `waves` and `shown_by` name several, with "; " between them.
SELECT code, used, title, stage, due_month, due_after, waves, shown_by, later, signed_off_by, not_applicable
FROM own_milestones
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY row_number
