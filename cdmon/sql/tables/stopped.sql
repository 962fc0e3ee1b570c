-- Grain: one row a decision that ends the programme (one of $outcomes), as recorded up to $moment and not superseded: its parts as JSON.
SELECT details
FROM stage_decisions AS decided
WHERE recorded_at <= $moment
AND list_contains($outcomes, outcome)
AND NOT EXISTS (FROM stage_decisions AS later WHERE later.supersedes = decided.act_id AND later.recorded_at <= $moment)
