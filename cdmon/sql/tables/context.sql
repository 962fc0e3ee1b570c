-- Grain: one row a published figure of an area in a period, from the table of statistics that counts; those of areas that all
-- neighbourhoods are compared with have no neighbourhood.
SELECT
    context.neighbourhood, coalesce(area, '') AS area, statistic, value, unit, numerator::DOUBLE AS numerator,
    denominator::DOUBLE AS denominator, period_covered, gss_code,
    boundary_year, coalesce(comparator_area, '') AS comparator_area, comparator_value, source, published_on
FROM context
JOIN query_table($counting) AS counting USING (return_id)
WHERE $neighbourhood IS NULL OR context.neighbourhood IS NULL OR context.neighbourhood = $neighbourhood
ORDER BY row_number
