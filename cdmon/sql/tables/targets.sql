-- Grain: one row a KPI, indicator ('' = its first), neighbourhood ('' = the programme) and stage (NULL = the last one begun) with a target
-- in the set-up that counts.
SELECT
    kpi, coalesce(indicator, '') AS indicator, coalesce(neighbourhood, '') AS neighbourhood, stage, target, coalesce(by_month, '') AS target_by
FROM targets
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
