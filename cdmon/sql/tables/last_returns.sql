-- Grain: one row a neighbourhood that has sent any monthly return: the newest month it has sent.
SELECT neighbourhood, max(period) AS last_return
FROM query_table($counting) AS counting
WHERE list_contains($datasets, dataset)
GROUP BY neighbourhood
