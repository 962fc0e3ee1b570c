-- Help in kind with a value that nobody can follow.
SELECT 'money' AS sheet, row_number, 'in_kind_basis' AS "column", NULL AS value
FROM incoming_money
WHERE source = 'in kind' AND amount > 0 AND in_kind_basis IS NULL
ORDER BY row_number
