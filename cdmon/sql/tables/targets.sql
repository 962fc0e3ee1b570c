-- Grain: one row a KPI and neighbourhood ('' = the programme) with a target in the set-up that counts.
SELECT kpi, coalesce(neighbourhood, '') AS neighbourhood, target, coalesce(by_month, '') AS target_by
FROM targets
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
