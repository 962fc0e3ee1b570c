-- Grain: one row a neighbourhood ('' = the programme's own), indicator and month, from the returns that count, with the boundaries
-- that the set-up gave for the neighbourhood when the month's first version was accepted.
-- Of a span only its own months ($starts to $ends; NULL for all).
SELECT
    neighbourhood, indicator, period, period_date, indicator_version AS version, value, n, n_counted, n_effective, degrees, design_known,
    coalesce(provenance, '') AS provenance, state = 'submitted' AS provisional, boundary
FROM query_table($figures)
WHERE list_contains($indicators, indicator) AND value IS NOT NULL
AND ($starts::DATE IS NULL OR period_date BETWEEN $starts::DATE AND $ends::DATE)
ORDER BY neighbourhood, indicator, period_date, period
