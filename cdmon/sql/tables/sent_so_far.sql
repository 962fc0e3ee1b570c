-- Grain: one row a dataset of which anything was sent up to $moment and not withdrawn: how many returns, each version counted.
SELECT dataset, count(*) AS returns
FROM returns_as_at($moment)
WHERE state <> 'withdrawn'
GROUP BY dataset
