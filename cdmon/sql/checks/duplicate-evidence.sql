-- Evidence listed twice in one return.
SELECT
    'evidence' AS sheet, row_number, 'what' AS "column", what AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_evidence
WHERE return_id <> ''
WINDOW twins AS (PARTITION BY return_id, kind, regexp_replace(nfc_normalize(lower(coalesce(what, ''))), '[^\p{L}\p{M}\p{N}]', '', 'g') ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
