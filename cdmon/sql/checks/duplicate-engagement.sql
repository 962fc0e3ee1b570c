-- Events listed twice in one return.
SELECT
    'engagement' AS sheet, row_number, 'what' AS "column", what AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_engagement
WHERE return_id <> ''
WINDOW twins AS (PARTITION BY return_id, date, kind, regexp_replace(nfc_normalize(lower(coalesce(thread, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g'), regexp_replace(nfc_normalize(lower(coalesce(agency, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g'), regexp_replace(nfc_normalize(lower(coalesce(what, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g') ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
