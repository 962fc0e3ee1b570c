-- None reported where a return of the same neighbourhood and month reports one.
WITH reported AS (
    SELECT counting.neighbourhood, counting.period, 'risks' AS about
    FROM risks
    JOIN query_table($counting) AS counting USING (return_id)
    WHERE risks.status = 'open'
    UNION
    SELECT counting.neighbourhood, counting.period, evidence.effect
    FROM evidence
    JOIN query_table($counting) AS counting USING (return_id)
)

SELECT 'asked' AS sheet, incoming.row_number, 'about' AS "column", incoming.about AS value, reported.period AS month
FROM incoming_asked AS incoming
JOIN reported ON reported.neighbourhood = incoming.neighbourhood AND reported.period = incoming.month AND reported.about = incoming.about
ORDER BY incoming.row_number
