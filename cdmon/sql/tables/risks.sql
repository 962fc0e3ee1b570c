-- Grain: one row a risk, as the newest return that counts and tells of it has it: the open ones first, of these the most harmful and of
-- these the oldest. `since` is the day it was opened or, where none is named, the first day of the month that told of it first.
SELECT
    nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, risks.reference, risks.risk, risks.likelihood,
    risks.impact, coalesce(risks.action, '') AS action, coalesce(risks.owner, '') AS owner, risks.status,
    coalesce(risks.raised_by, '') AS raised_by, risks.opened,
    coalesce(risks.opened, strptime(min(counting.period) OVER of_risk || '-01', '%Y-%m-%d')::DATE) AS since,
    coalesce(risks.borne_by, '') AS borne_by, coalesce(risks.target, '') AS target, risks.last_review, risks.next_review,
    coalesce(risks.accepted_by, '') AS accepted_by, risks.accepted_until, risks.escalated_to, risks.closed,
    counting.state = 'submitted' AS provisional
FROM risks
JOIN query_table($counting) AS counting USING (return_id)
WHERE $neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood
WINDOW of_risk AS (PARTITION BY counting.neighbourhood, normal(risks.reference))
QUALIFY row_number() OVER (of_risk ORDER BY counting.period DESC, risks.row_number) = 1
ORDER BY
    risks.status = 'closed',
    list_position(['low', 'medium', 'high'], risks.likelihood) * list_position(['low', 'medium', 'high'], risks.impact) DESC,
    list_position(['low', 'medium', 'high'], risks.impact) DESC, since, counting.neighbourhood, risks.reference
