-- Grain: one row a published statistic of a neighbourhood, from the table of statistics that counts.
SELECT
    context.neighbourhood, statistic, value, unit, period_covered, gss_code, boundary_year, comparator_area, comparator_value, source,
    published_on
FROM context
JOIN query_table($counting) AS counting USING (return_id)
WHERE $neighbourhood IS NULL OR context.neighbourhood = $neighbourhood
ORDER BY context.neighbourhood, statistic, period_covered
