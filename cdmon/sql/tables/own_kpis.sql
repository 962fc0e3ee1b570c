-- Grain: one row a KPI that the set-up which counts adds, changes or switches off.
SELECT
    code, coalesce(title, '') AS title, coalesce(indicators, '') AS indicators, coalesce(direction, '') AS direction,
    coalesce(stages, '') AS stages, coalesce(waves, '') AS waves, coalesce(used, 'yes') = 'yes' AS used
FROM own_kpis
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY row_number
