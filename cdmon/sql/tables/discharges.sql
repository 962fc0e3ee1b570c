-- Grain: one row a condition that was discharged, as recorded up to $moment.
SELECT decision, condition, discharged_on, office, evidence
FROM discharges
WHERE recorded_at <= $moment
QUALIFY row_number() OVER (PARTITION BY decision, condition ORDER BY recorded_at, act_id) = 1
