-- Criteria of a milestone or a KPI that is not there. Of the handbook's, one that the programme does not have is not asked.
SELECT 'own_criteria' AS sheet, row_number, 'code' AS "column", code AS value, CASE rule WHEN 'kpi' THEN 'KPI' ELSE rule END AS what
FROM incoming_own_criteria
WHERE code NOT IN (SELECT code FROM defined_criteria) AND CASE
    WHEN rule = 'milestone' THEN code NOT IN (SELECT code FROM defined_milestones UNION SELECT code FROM incoming_own_milestones)
    WHEN rule = 'kpi' THEN code NOT IN (SELECT kpi FROM incoming_kpi_indicators)
    ELSE FALSE
END
ORDER BY row_number
