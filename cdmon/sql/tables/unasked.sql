-- Grain: one row a neighbourhood and survey: its latest wave that counts (up to $ends, if not NULL), the indicators that it has figures of
-- (NULL alone for none), and which questions it asked of each.
WITH latest AS (
    SELECT neighbourhood, dataset, max(turn) AS turn, arg_max(period, turn) AS period
    FROM query_table($counting)
    WHERE list_contains($surveys, dataset) AND ($neighbourhood IS NULL OR neighbourhood = $neighbourhood)
        AND ($ends::DATE IS NULL OR period_date <= $ends::DATE)
    GROUP BY neighbourhood, dataset
)

SELECT latest.neighbourhood, latest.dataset, latest.period, list(figures.indicator) AS indicators, list(figures.asked) AS asked
FROM latest
LEFT JOIN query_table($figures) AS figures USING (turn)
GROUP BY latest.neighbourhood, latest.dataset, latest.period
