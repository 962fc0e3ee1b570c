-- What is asked at the break clause of a stage that has begun, and its terms, where the set-up that is being sent changes them and gives no
-- reason, or that of before: criteria, milestones and KPIs that are criteria and are switched off, terms, the cut-off that moves with the
-- months of the stage, and
-- the break clause itself.
-- Where no row of the file tells of it any more, the problem stands at the programme's name.
WITH set_up AS (
    SELECT return_id, strptime(start_month || '-01', '%Y-%m-%d') AS month
    FROM programme
    WHERE return_id IN (SELECT return_id FROM query_table($counting))
),

stages_before AS (
    SELECT stage, first_month, last_month, coalesce(break_clause, '') = 'yes' AS break_clause
    FROM stages
    WHERE return_id IN (SELECT return_id FROM set_up)
    UNION ALL
    SELECT number, first_month, last_month, break_clause
    FROM defined_stages
    WHERE NOT EXISTS (FROM stages WHERE return_id IN (SELECT return_id FROM set_up))
),

begun AS (
    SELECT before.stage, (set_up.month + to_months(before.last_month::INTEGER))::DATE - 1 AS ends
    FROM stages_before AS before
    CROSS JOIN set_up
    WHERE before.break_clause AND set_up.month + to_months((before.first_month - 1)::INTEGER) <= $today
),

criteria_before AS (
    SELECT code, stages, reason, [used, title, rule, stages, criticality, about_period, known_by::VARCHAR, evidence_expected_on::VARCHAR] AS said
    FROM own_criteria
    WHERE return_id IN (SELECT return_id FROM set_up)
),

criteria_after AS (
    SELECT
        row_number, code, stages, reason,
        [used, title, rule, stages, criticality, about_period, known_by::VARCHAR, evidence_expected_on::VARCHAR] AS said
    FROM incoming_own_criteria
),

asked AS (  -- of each criterion the stages at whose end it was asked before or would be now
    SELECT
        code, after.row_number, coalesce(after.reason <> before.reason, after.reason IS NOT NULL) AS has_reason,
        after.said::VARCHAR IS DISTINCT FROM before.said::VARCHAR AS is_other,
        unnest(list_distinct(list_concat(
            coalesce(string_split(before.stages, ';'), usual.stages::VARCHAR[]), coalesce(string_split(after.stages, ';'), usual.stages::VARCHAR[])
        ))) AS stage
    FROM criteria_before AS before
    FULL JOIN criteria_after AS after USING (code)
    LEFT JOIN defined_criteria AS usual USING (code)
),

switched_off AS (
    SELECT code, 'milestone' AS what
    FROM incoming_own_milestones
    WHERE used = 'no' AND code NOT IN (
        SELECT code FROM own_milestones WHERE used = 'no' AND return_id IN (SELECT return_id FROM set_up)
    )
    UNION ALL
    SELECT code, 'KPI'
    FROM incoming_own_kpis
    WHERE used = 'no' AND code NOT IN (SELECT code FROM own_kpis WHERE used = 'no' AND return_id IN (SELECT return_id FROM set_up))
),

terms_before AS (
    SELECT begun.stage, terms.reason, coalesce(terms.cut_off, begun.ends) AS cut_off,
        [form, notice_months::VARCHAR, if_undecided, decided_by] AS said
    FROM begun
    LEFT JOIN (FROM break_clauses WHERE return_id IN (SELECT return_id FROM set_up)) AS terms USING (stage)
),

terms_after AS (
    SELECT
        stages.stage, terms.row_number, terms.reason, coalesce(terms.cut_off, stages.ends) AS cut_off,
        [form, notice_months::VARCHAR, if_undecided, decided_by] AS said
    FROM incoming_stage_dates AS stages
    LEFT JOIN incoming_break_clauses AS terms USING (stage)
    WHERE stages.break_clause
),

changes AS (
    SELECT 'own_criteria' AS sheet, row_number, code AS value, concat('What is asked as ', code) AS what, try_cast(trim(stage) AS BIGINT) AS stage
    FROM asked
    WHERE is_other AND NOT has_reason
    UNION ALL
    SELECT 'own_criteria', NULL, off.code, concat('The ', off.what, ' ', off.code, ', which is a criterion,'), unnest(usual.stages)
    FROM switched_off AS off
    JOIN defined_criteria AS usual USING (code)
    WHERE off.code NOT IN (SELECT code FROM criteria_after WHERE reason IS NOT NULL)
    UNION ALL
    SELECT
        'break_clauses', after.row_number, concat('stage ', before.stage),
        CASE WHEN after.cut_off IS DISTINCT FROM before.cut_off THEN 'The last day of the evidence' ELSE 'What the break clause says' END,
        before.stage
    FROM terms_before AS before
    JOIN terms_after AS after USING (stage)
    WHERE NOT coalesce(after.reason <> before.reason, after.reason IS NOT NULL)
    AND (after.cut_off IS DISTINCT FROM before.cut_off OR after.said::VARCHAR IS DISTINCT FROM before.said::VARCHAR)
    UNION ALL
    SELECT 'break_clauses', NULL, concat('stage ', before.stage), 'The break clause', before.stage
    FROM terms_before AS before
    LEFT JOIN incoming_break_clauses AS after USING (stage)
    WHERE before.stage NOT IN (SELECT stage FROM terms_after)
    AND NOT coalesce(after.reason <> before.reason, after.reason IS NOT NULL)
)

SELECT
    CASE WHEN changes.row_number IS NULL THEN 'programme' ELSE changes.sheet END AS sheet,
    coalesce(changes.row_number, (SELECT min(row_number) FROM incoming_programme)) AS row_number,
    CASE WHEN changes.row_number IS NULL THEN 'name' ELSE 'reason' END AS "column",
    changes.value, changes.what, min(changes.stage) AS stage,
    CASE changes.sheet WHEN 'own_criteria' THEN 'Criteria' ELSE 'Break clauses' END AS "where"
FROM changes
JOIN begun USING (stage)
GROUP BY changes.sheet, changes.row_number, changes.value, changes.what
ORDER BY ALL
