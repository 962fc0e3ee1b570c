-- Risks brought to the break clause of a stage that the programme does not have.
WITH own AS (
    SELECT stages.stage
    FROM stages
    JOIN query_table($counting) AS counting USING (return_id)
),

known AS (
    SELECT stage FROM own
    UNION
    SELECT number FROM defined_stages WHERE NOT EXISTS (FROM own)
)

SELECT
    'risks' AS sheet, row_number, 'escalated_to' AS "column", escalated_to AS value,
    (SELECT string_agg(stage, ', ' ORDER BY stage) FROM known) AS stages
FROM incoming_risks
WHERE escalated_to IS NOT NULL AND escalated_to NOT IN (FROM known)
ORDER BY row_number
