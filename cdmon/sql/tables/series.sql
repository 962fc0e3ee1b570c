-- Grain: one row a neighbourhood ('' = the programme's own), indicator and period, from the returns that count.
SELECT
    counting.neighbourhood, estimates.indicator, counting.period, counting.period_date, estimates.indicator_version AS version,
    estimates.value, estimates.n, estimates.n_counted, estimates.n_effective, estimates.degrees, estimates.design_known,
    estimates.no_answer, coalesce(estimates.provenance, '') AS provenance, counting.state = 'submitted' AS provisional
FROM query_table($counting) AS counting
JOIN estimates USING (return_id)
WHERE ($neighbourhood IS NULL OR counting.neighbourhood IN ($neighbourhood, ''))
AND list_contains($indicators, estimates.indicator)
AND estimates.value IS NOT NULL
ORDER BY counting.neighbourhood, estimates.indicator, counting.period_date, counting.period
