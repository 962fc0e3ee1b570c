-- Waves that begin in two stages, or twice in one.
WITH said AS (
    SELECT row_number, stage, unnest(string_split(begins, '; ')) AS wave
    FROM incoming_stages
)

SELECT 'stages' AS sheet, row_number, 'begins' AS "column", wave AS value, first_value(stage) OVER same AS first_stage
FROM said
WINDOW same AS (PARTITION BY wave ORDER BY stage, row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number() OVER same > 1
ORDER BY row_number
