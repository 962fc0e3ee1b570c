-- Shares in per cent that are not what their numerator and denominator make, by more than rounding to one decimal.
SELECT
    'context' AS sheet, row_number, 'value' AS "column", value, numerator, denominator, round(100 * numerator / denominator, 1) AS share
FROM incoming_context
WHERE denominator > 0 AND (starts_with(normal(unit), 'percent') OR starts_with(unit, '%'))
AND abs(value - 100 * numerator / denominator) > 0.1
ORDER BY row_number
