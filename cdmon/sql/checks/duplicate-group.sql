-- Groups listed twice in the register of one neighbourhood and month; spaces and punctuation make no difference.
WITH named AS (
    SELECT *, coalesce(nullif(regexp_replace(nfc_normalize(lower(name)), '[^\p{L}\p{M}\p{N}]', '', 'g'), ''), name) AS plain_name
    FROM incoming_groups
    WHERE name IS NOT NULL AND return_id <> ''
)
SELECT
    'groups' AS sheet, row_number, 'name' AS "column", name AS value,
    first_value(row_number) OVER twins AS first_row
FROM named
WINDOW twins AS (PARTITION BY return_id, plain_name ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
