-- Targets that no count, rate or rating can reach: a negative one, or none of the levels.
SELECT
    'targets' AS sheet, row_number, 'target' AS "column", target AS value, incoming_targets.kpi,
    CASE kind WHEN 'rating' THEN concat('one of the levels 1 to ', levels) ELSE '0 or more' END AS range
FROM incoming_targets
JOIN incoming_kpi_indicators AS led ON led.kpi = incoming_targets.kpi
    AND CASE WHEN incoming_targets.indicator IS NULL THEN led.position = 1 ELSE led.indicator = incoming_targets.indicator END
JOIN incoming_indicators ON incoming_indicators.code = led.indicator
WHERE (kind IN ('count', 'rate') AND target < 0) OR (kind = 'rating' AND (NOT target BETWEEN 1 AND levels OR target <> round(target)))
ORDER BY row_number
