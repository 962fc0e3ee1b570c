-- Effects foreseen as a risk that no return that counts tells of, neither of the neighbourhood nor of the programme.
SELECT 'evidence' AS sheet, incoming.row_number, 'risk' AS "column", incoming.risk AS value
FROM incoming_evidence AS incoming
WHERE incoming.risk IS NOT NULL AND incoming.return_id <> ''
AND NOT EXISTS (
    FROM risks
    JOIN query_table($counting) AS counting USING (return_id)
    WHERE counting.neighbourhood IN (incoming.neighbourhood, '') AND normal(risks.reference) = normal(incoming.risk)
)
ORDER BY incoming.row_number
