-- Grain: one row a risk, as the newest return that counts and tells of it has it: the open ones first, of these the worst.
SELECT
    nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, risks.reference, risks.risk, risks.likelihood,
    risks.impact, coalesce(risks.action, '') AS action, coalesce(risks.owner, '') AS owner, risks.status,
    counting.state = 'submitted' AS provisional
FROM risks
JOIN query_table($counting) AS counting USING (return_id)
WHERE $neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood
QUALIFY row_number() OVER (PARTITION BY counting.neighbourhood, normal(risks.reference) ORDER BY counting.period DESC, risks.row_number) = 1
ORDER BY
    risks.status = 'closed',
    list_position(['low', 'medium', 'high'], risks.likelihood) * list_position(['low', 'medium', 'high'], risks.impact) DESC,
    list_position(['low', 'medium', 'high'], risks.impact) DESC, counting.neighbourhood, risks.reference
