-- Risks that somebody lives with, with no day until when; or until a day, with nobody who decided so.
SELECT 'risks' AS sheet, row_number, CASE WHEN accepted_by IS NULL THEN 'accepted_by' ELSE 'accepted_until' END AS "column", NULL AS value
FROM incoming_risks
WHERE (accepted_by IS NULL) <> (accepted_until IS NULL)
ORDER BY row_number
