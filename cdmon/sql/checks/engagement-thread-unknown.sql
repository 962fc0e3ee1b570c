-- Actions, responses and results of a thread in which no issue was raised, neither here nor in a return that counts.
WITH raised AS (
    SELECT neighbourhood, thread FROM incoming_engagement WHERE kind = 'issue'
    UNION ALL
    SELECT counting.neighbourhood, engagement.thread
    FROM query_table($counting) AS counting
    JOIN engagement USING (return_id)
    WHERE engagement.kind = 'issue'
),

plain AS (SELECT DISTINCT neighbourhood, normal(thread) AS plain_thread FROM raised)

SELECT 'engagement' AS sheet, incoming.row_number, 'thread' AS "column", incoming.thread AS value
FROM incoming_engagement AS incoming
WHERE incoming.kind IN ('action', 'response', 'result') AND incoming.thread IS NOT NULL AND incoming.return_id <> ''
AND NOT EXISTS (
    FROM plain
    WHERE plain.neighbourhood = incoming.neighbourhood
    AND plain.plain_thread = normal(incoming.thread)
)
ORDER BY incoming.row_number
