-- Stages that do not begin straight after the stage before; the first begins in month 1.
SELECT
    'stages' AS sheet, row_number, 'first_month' AS "column", first_month AS value, stage,
    lag(last_month, 1, 0) OVER (ORDER BY stage, row_number) + 1 AS expected
FROM incoming_stages
WHERE stage IS NOT NULL
QUALIFY first_month <> expected
ORDER BY stage
