-- Days of criteria and break clauses before their stage begins, or after the programme has ended.
WITH criteria AS (
    SELECT row_number, known_by, evidence_expected_on, try_cast(trim(unnest(string_split(stages, ';'))) AS BIGINT) AS stage
    FROM incoming_own_criteria
),

days AS (
    SELECT 'own_criteria' AS sheet, row_number, 'known_by' AS "column", known_by AS day, min(stage) AS stage
    FROM criteria
    GROUP BY ALL
    UNION ALL
    SELECT 'own_criteria', row_number, 'evidence_expected_on', evidence_expected_on, min(stage)
    FROM criteria
    GROUP BY ALL
    UNION ALL
    SELECT 'break_clauses', row_number, 'cut_off', cut_off, stage
    FROM incoming_break_clauses
),

programme AS (SELECT max(ends) AS ends FROM incoming_stage_dates)

SELECT
    days.sheet, days.row_number, days."column", strftime(days.day, '%d/%m/%Y') AS value, days.stage,
    strftime(stages.starts, '%d/%m/%Y') AS starts, strftime(programme.ends, '%d/%m/%Y') AS ends
FROM days
JOIN incoming_stage_dates AS stages USING (stage)
CROSS JOIN programme
WHERE days.day NOT BETWEEN stages.starts AND programme.ends
ORDER BY ALL
