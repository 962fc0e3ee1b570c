-- Steps that the checklist of the programme set-up does not list, neither by code nor by title.
WITH steps AS (
    SELECT checklist_steps.code, checklist_steps.title, checklist_steps.row_number
    FROM checklist_steps
    JOIN query_table($counting) AS counting USING (return_id)
)

SELECT
    'partnership' AS sheet, row_number, 'step' AS "column", step AS value,
    coalesce((SELECT string_agg(code, ', ' ORDER BY row_number) FROM steps), 'a code of its sheet Checklist steps, which is empty so far') AS steps
FROM incoming_partnership
WHERE step IS NOT NULL AND NOT EXISTS (FROM steps WHERE normal(step) IN (normal(steps.code), normal(steps.title)))
ORDER BY row_number
