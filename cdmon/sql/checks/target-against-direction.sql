-- Targets of a neighbourhood on the wrong side of its baseline: lower where more is hoped for, or higher where less is. A baseline of few people
-- is passed over, as the answer would tell it, and so is what adds up over months, of which a target may be for a year.
WITH baselines AS (
    SELECT counting.neighbourhood, estimates.indicator, arg_min(estimates.value, (counting.period_date, counting.period)) AS value
    FROM query_table($counting) AS counting
    JOIN estimates USING (return_id)
    JOIN incoming_indicators AS meant ON meant.code = estimates.indicator
    WHERE estimates.value IS NOT NULL AND NOT counting.follows
    AND (meant.stands OR (meant.kind = 'proportion' AND estimates.n_counted > 20 AND estimates.n - estimates.n_counted > 20))
    GROUP BY counting.neighbourhood, estimates.indicator
)

SELECT
    'targets' AS sheet, incoming_targets.row_number, 'target' AS "column", incoming_targets.target AS value, incoming_targets.kpi,
    incoming_targets.neighbourhood, CASE WHEN led.higher THEN 'more' ELSE 'less' END AS hoped,
    CASE WHEN led.higher THEN 'lower' ELSE 'higher' END AS side
FROM incoming_targets
JOIN incoming_kpi_indicators AS led ON led.kpi = incoming_targets.kpi
    AND CASE WHEN incoming_targets.indicator IS NULL THEN led.position = 1 ELSE led.indicator = incoming_targets.indicator END
JOIN baselines ON baselines.neighbourhood = incoming_targets.neighbourhood AND baselines.indicator = led.indicator
WHERE CASE WHEN led.higher THEN incoming_targets.target < baselines.value ELSE incoming_targets.target > baselines.value END
ORDER BY incoming_targets.row_number
