-- Grain: one row a dataset and period of the returns that count and are of a survey by independent evaluators: in how many neighbourhoods.
SELECT dataset, period, count(DISTINCT neighbourhood) AS neighbourhoods, max(period_date) AS ended
FROM query_table($counting)
WHERE independent = 'yes'
GROUP BY dataset, period
ORDER BY ended, dataset, period
