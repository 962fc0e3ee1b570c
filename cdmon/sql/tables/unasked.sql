-- Grain: one row a neighbourhood and survey: its latest wave that counts (up to $ends, if not NULL), and which questions that asked of each indicator, by indicator.
SELECT
    waves.neighbourhood, waves.dataset, waves.period,
    map_from_entries(list((figures.indicator, figures.asked)) FILTER (WHERE figures.indicator IS NOT NULL)) AS asked
FROM (
    SELECT return_id, neighbourhood, dataset, period
    FROM query_table($counting)
    WHERE list_contains($surveys, dataset) AND ($neighbourhood IS NULL OR neighbourhood = $neighbourhood)
        AND ($ends::DATE IS NULL OR period_date <= $ends::DATE)
    QUALIFY (period_date, period) = max((period_date, period)) OVER (PARTITION BY neighbourhood, dataset)
) AS waves
LEFT JOIN query_table($figures) AS figures USING (return_id)
GROUP BY waves.neighbourhood, waves.dataset, waves.period
