-- Milestones that both figures and an office are to show.
SELECT 'own_milestones' AS sheet, row_number, 'signed_off_by' AS "column", signed_off_by AS value, own.code AS milestone
FROM incoming_own_milestones AS own
LEFT JOIN defined_milestones ON defined_milestones.code = own.code
WHERE signed_off_by IS NOT NULL AND (own.shown_by IS NOT NULL OR coalesce(shown_by_figures, FALSE))
ORDER BY row_number
