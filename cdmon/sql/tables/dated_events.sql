-- Grain: one row a dated event of the programme set-up that counts; '' where it is of every neighbourhood, or of every monthly indicator.
SELECT dated_events.date, dated_events.what, coalesce(dated_events.neighbourhood, '') AS neighbourhood,
    coalesce(dated_events.indicator, '') AS indicator
FROM dated_events
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
WHERE dated_events.date IS NOT NULL
ORDER BY dated_events.date, dated_events.row_number
