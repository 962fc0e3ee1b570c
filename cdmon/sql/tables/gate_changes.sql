-- Grain: one row a criterion ("own_criteria") or the terms of a break clause ("break_clauses", by its stage) and a set-up, not the first,
-- that changed them, as accepted up to $moment, the oldest first. `was` and `said` hold the columns in the order of the sheet; NULL where
-- a set-up did not tell of it.
WITH set_ups AS (
    SELECT
        return_id, min(happened_at) FILTER (WHERE kind = 'accepted') AS since,
        arg_min(done_by, step) AS sent_by
    FROM events
    JOIN returns USING (return_id)
    WHERE returns.dataset = 'programme' AND happened_at <= $moment
    GROUP BY return_id
    HAVING arg_max(kind, step) = 'accepted'
),

told AS (
    SELECT
        'own_criteria' AS sheet, code, return_id, changed_by, reason, coalesce(stages, '') AS stages,
        [used, title, rule, stages, criticality, about_period, known_by::VARCHAR, evidence_expected_on::VARCHAR] AS said
    FROM own_criteria
    UNION ALL
    SELECT
        'break_clauses', stage::VARCHAR, return_id, changed_by, reason, stage::VARCHAR,
        [cut_off::VARCHAR, form, notice_months::VARCHAR, if_undecided, decided_by]
    FROM break_clauses
),

each AS (
    SELECT
        named.sheet, named.code, set_ups.since, set_ups.sent_by, told.changed_by, told.reason, told.stages, told.said,
        lag(told.said) OVER earlier AS was, lag(told.stages) OVER earlier AS stages_before,
        row_number() OVER earlier > 1 AS is_later
    FROM (SELECT DISTINCT sheet, code FROM told JOIN set_ups USING (return_id)) AS named
    CROSS JOIN set_ups
    LEFT JOIN told ON told.sheet = named.sheet AND told.code = named.code AND told.return_id = set_ups.return_id
    WINDOW earlier AS (PARTITION BY named.sheet, named.code ORDER BY set_ups.since, set_ups.return_id)
)

SELECT
    sheet, code, since, sent_by, coalesce(changed_by, '') AS changed_by, coalesce(reason, '') AS reason,
    concat_ws('; ', stages_before, stages) AS stages, was, said
FROM each
WHERE is_later AND was::VARCHAR IS DISTINCT FROM said::VARCHAR
ORDER BY since, sheet DESC, code
