-- Targets of a share that are no share: 12 may be 12 % or a slip, and nobody but the sender knows.
SELECT 'targets' AS sheet, row_number, 'target' AS "column", target AS value, kpi
FROM incoming_targets
JOIN defined_kpis ON defined_kpis.code = kpi
WHERE kind = 'proportion' AND NOT target BETWEEN 0 AND 1
ORDER BY row_number
