-- Statistics given twice for one neighbourhood and period.
SELECT
    'context' AS sheet, row_number, 'statistic' AS "column", statistic AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_context
WHERE return_id <> '' AND statistic IS NOT NULL
WINDOW twins AS (PARTITION BY return_id, neighbourhood, regexp_replace(nfc_normalize(lower(coalesce(statistic, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g'), lower(period_covered) ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
