-- Criteria whose evidence is expected after the cut-off of a break clause at which they are asked, or after notice must be given.
WITH criteria AS (
    SELECT
        own.row_number, own.code, own.evidence_expected_on,
        unnest(coalesce(string_split(own.stages, ';'), usual.stages::VARCHAR[])) AS stage
    FROM incoming_own_criteria AS own
    LEFT JOIN defined_criteria AS usual USING (code)
    WHERE coalesce(own.used, 'yes') = 'yes'
),

untils AS (
    SELECT stages.stage, 'the cut-off' AS what, coalesce(terms.cut_off, stages.ends) AS until
    FROM incoming_stage_dates AS stages
    LEFT JOIN incoming_break_clauses AS terms USING (stage)
    UNION ALL
    SELECT stages.stage, 'the notice date', last_day(stages.ends - to_months(terms.notice_months::INTEGER))
    FROM incoming_stage_dates AS stages
    JOIN incoming_break_clauses AS terms USING (stage)
)

SELECT
    'own_criteria' AS sheet, criteria.row_number, 'evidence_expected_on' AS "column",
    strftime(criteria.evidence_expected_on, '%d/%m/%Y') AS value, criteria.code AS criterion, untils.what, untils.stage,
    strftime(untils.until, '%d/%m/%Y') AS until
FROM criteria
JOIN untils ON untils.stage = try_cast(trim(criteria.stage) AS BIGINT)
WHERE criteria.evidence_expected_on > untils.until
QUALIFY row_number() OVER (PARTITION BY criteria.row_number, untils.stage ORDER BY untils.until) = 1
ORDER BY criteria.row_number, untils.stage
