-- Grain: one row an indicator and turn (of a return for a month, quarter or year), from the returns that count; what is known of the return,
-- the boundaries of the neighbourhood among it, goes by its turn.
-- Of a span only its own months ($starts to $ends; NULL for all).
SELECT
    turn, indicator, indicator_version AS version, value, n, n_counted, n_effective, degrees, design_known,
    coalesce(provenance, '') AS provenance
FROM query_table($figures)
WHERE list_contains($indicators, indicator) AND value IS NOT NULL
AND ($starts::DATE IS NULL OR period_date BETWEEN $starts::DATE AND $ends::DATE)
