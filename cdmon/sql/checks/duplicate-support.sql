-- Support listed twice in one return; an award may be given twice.
SELECT
    'support' AS sheet, row_number, 'name' AS "column", name AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_support
WHERE return_id <> '' AND kind <> 'grant award'
WINDOW twins AS (PARTITION BY return_id, kind, regexp_replace(nfc_normalize(lower(coalesce(name, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g'), regexp_replace(nfc_normalize(lower(coalesce(provider, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g'), regexp_replace(nfc_normalize(lower(coalesce(group_name, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g') ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
