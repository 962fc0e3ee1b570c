-- Criteria and terms of a break clause that the programme does not have; terms with a reason may say why a stage has none any more.
WITH listed AS (  -- stages there are, or were
    SELECT stage
    FROM incoming_stage_dates
    UNION ALL
    SELECT stage
    FROM stages
    WHERE return_id IN (SELECT return_id FROM query_table($counting))
    UNION ALL
    SELECT number
    FROM defined_stages
    WHERE NOT EXISTS (FROM stages WHERE return_id IN (SELECT return_id FROM query_table($counting)))
),

named AS (
    SELECT 'own_criteria' AS sheet, row_number, 'stages' AS "column", trim(unnest(string_split(stages, ';'))) AS value
    FROM incoming_own_criteria
    UNION ALL
    SELECT 'break_clauses', row_number, 'stage', stage::VARCHAR
    FROM incoming_break_clauses
    WHERE reason IS NULL OR stage NOT IN (SELECT stage FROM listed)
)

SELECT
    named.*, coalesce((SELECT string_agg(stage, ', ' ORDER BY stage) FROM incoming_stage_dates WHERE break_clause), 'none') AS stages
FROM named
WHERE value NOT IN (SELECT stage::VARCHAR FROM incoming_stage_dates WHERE break_clause)
ORDER BY sheet, row_number
