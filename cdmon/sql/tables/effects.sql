-- Grain: one row a piece of evidence of one of $kinds, from the returns that count, the newest first. `foreseen_in` ('' for the programme) and
-- `foreseen` say which risk had foretold it: that of its own neighbourhood with the reference it names, else the programme's.
WITH told AS (
    SELECT
        counting.neighbourhood AS foreseen_in, normal(risks.reference) AS matter,
        arg_max(risks.risk, (counting.period, risks.row_number)) AS foreseen
    FROM risks
    JOIN query_table($counting) AS counting USING (return_id)
    GROUP BY ALL
)

SELECT
    nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, evidence.date, evidence.kind, evidence.what,
    evidence.intended, evidence.effect, evidence.observed_by, coalesce(evidence.group_name, '') AS "group", evidence.factor,
    counting.state = 'submitted' AS provisional, coalesce(evidence.determinant, '') AS determinant, coalesce(evidence.risk, '') AS risk,
    told.foreseen_in, coalesce(told.foreseen, '') AS foreseen
FROM evidence
JOIN query_table($counting) AS counting USING (return_id)
LEFT JOIN told ON told.matter = normal(evidence.risk) AND told.foreseen_in IN (counting.neighbourhood, '')
WHERE list_contains($kinds, evidence.kind) AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
QUALIFY row_number() OVER (PARTITION BY evidence.return_id, evidence.row_number ORDER BY told.foreseen_in DESC NULLS LAST) = 1
ORDER BY coalesce(evidence.date, counting.period_date) DESC, counting.neighbourhood, counting.period, evidence.row_number
