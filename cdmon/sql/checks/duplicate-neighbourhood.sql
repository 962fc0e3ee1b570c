-- Neighbourhood codes used twice; spaces and punctuation make no difference.
SELECT
    'neighbourhoods' AS sheet, row_number, 'code' AS "column", code AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_neighbourhoods
WHERE code IS NOT NULL
WINDOW twins AS (PARTITION BY regexp_replace(nfc_normalize(lower(code)), '[^\p{L}\p{M}\p{N}]', '', 'g') ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
