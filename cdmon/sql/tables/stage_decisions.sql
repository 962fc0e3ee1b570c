-- Grain: one row a decision at a break clause ($stage; NULL for all), as recorded up to $moment, the newest first.
SELECT
    act_id, stage, supersedes, outcome, decided_on, evidence_until, details, record AS text, record_hash, recorded_at, recorded_by
FROM stage_decisions
WHERE recorded_at <= $moment
AND ($stage IS NULL OR stage = $stage)
ORDER BY recorded_at DESC, act_id
