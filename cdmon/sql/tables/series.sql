-- Grain: one row an indicator and turn (of a return for a period) of a neighbourhood, from the returns that count, in the order of the turns.
SELECT turn, indicator, value, n, n_counted, n_effective, degrees, design_known
FROM query_table($figures)
WHERE neighbourhood = $neighbourhood AND list_contains($indicators, indicator) AND value IS NOT NULL
ORDER BY indicator, turn
