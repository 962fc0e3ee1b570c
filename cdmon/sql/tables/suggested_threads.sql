-- Grain: one row a thread of any engagement return of $neighbourhood ('' = the programme's own).
SELECT DISTINCT engagement.thread AS name
FROM engagement
JOIN (SELECT return_id FROM query_table($counting) WHERE neighbourhood = $neighbourhood) USING (return_id)
WHERE engagement.thread IS NOT NULL
ORDER BY name
