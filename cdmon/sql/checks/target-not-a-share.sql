-- Targets of a share that are no share: 12 may be 12 % or a slip, and nobody but the sender knows.
SELECT 'targets' AS sheet, row_number, 'target' AS "column", target AS value, incoming_targets.kpi
FROM incoming_targets
JOIN incoming_kpi_indicators AS led ON led.kpi = incoming_targets.kpi
    AND CASE WHEN incoming_targets.indicator IS NULL THEN led.position = 1 ELSE led.indicator = incoming_targets.indicator END
JOIN incoming_indicators ON incoming_indicators.code = led.indicator
WHERE kind = 'proportion' AND NOT target BETWEEN 0 AND 1
ORDER BY row_number
