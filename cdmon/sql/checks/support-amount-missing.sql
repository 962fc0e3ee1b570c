-- Money without an amount.
SELECT 'support' AS sheet, row_number, 'amount' AS "column", NULL AS value
FROM incoming_support
WHERE kind IN ('grant award', 'pooled money', 'outside funding') AND amount IS NULL
ORDER BY row_number
