-- Grain: one row a piece of evidence of one of $kinds, from the returns that count, the newest first.
SELECT
    nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, evidence.date, evidence.kind, evidence.what,
    evidence.intended, evidence.effect, evidence.observed_by, coalesce(evidence.group_name, '') AS "group", evidence.factor,
    counting.state = 'submitted' AS provisional, coalesce(evidence.determinant, '') AS determinant
FROM evidence
JOIN query_table($counting) AS counting USING (return_id)
WHERE list_contains($kinds, evidence.kind) AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
ORDER BY coalesce(evidence.date, counting.period_date) DESC, counting.neighbourhood, counting.period, evidence.row_number
