-- Observed effects that do not say whether they were intended, or whether they were good.
SELECT
    'evidence' AS sheet, row_number, CASE WHEN effect IS NULL THEN 'effect' ELSE 'intended' END AS "column", NULL AS value,
    concat_ws(' and ', CASE WHEN intended IS NULL THEN 'Intended' END, CASE WHEN effect IS NULL THEN 'Effect' END) AS missing
FROM incoming_evidence
WHERE kind = 'observed effect' AND (intended IS NULL OR effect IS NULL)
ORDER BY row_number
