-- Grain: one row a break clause whose terms the programme set-up says, by the stage that it ends.
SELECT stage, cut_off, form, notice_months, if_undecided, decided_by, changed_by, reason
FROM break_clauses
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
