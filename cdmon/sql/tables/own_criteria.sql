-- Grain: one row a criterion of a break clause that the programme set-up adds, changes or switches off, in its order. `stages` names
-- several, with "; " between them.
SELECT code, used, title, rule, stages, criticality, about_period, known_by, evidence_expected_on, changed_by, reason
FROM own_criteria
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY row_number
