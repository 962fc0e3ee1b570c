-- Grain: one row a dataset and time that the programme set-up says how often it is owed; '' where a time is open. None where it does not.
SELECT cadences.dataset, cadences.how_often, coalesce(cadences.from_month, '') AS from_month, coalesce(cadences.until_month, '') AS until_month
FROM cadences
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY cadences.dataset, from_month
