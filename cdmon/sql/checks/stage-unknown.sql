-- Stages that the programme does not have, in a column of its set-up: it has those of the sheet Stages or, if none, the handbook's.
WITH stages AS (
    SELECT stage FROM incoming_stages WHERE stage IS NOT NULL
    UNION
    SELECT number FROM defined_stages WHERE NOT EXISTS (FROM incoming_stages)
)

SELECT
    '{sheet}' AS sheet, row_number, '{column}' AS "column", {column} AS value,
    (SELECT string_agg(stage, ', ' ORDER BY stage) FROM stages) AS stages
FROM incoming_{sheet}
WHERE {column} IS NOT NULL AND {column} NOT IN (FROM stages)
ORDER BY row_number
