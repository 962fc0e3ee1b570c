-- Statistics for other boundaries than those the set-up names for the neighbourhood.
SELECT
    'context' AS sheet, incoming.row_number, 'gss_code' AS "column",
    concat_ws(', boundaries of ', incoming.gss_code, incoming.boundary_year) AS value,
    concat_ws(', boundaries of ', neighbourhoods.gss_code, neighbourhoods.boundary_year) AS expected
FROM incoming_context AS incoming
JOIN neighbourhoods ON neighbourhoods.code = incoming.neighbourhood
WHERE neighbourhoods.return_id IN (SELECT return_id FROM query_table($counting))
AND incoming.area IS NULL
AND (NOT contains(neighbourhoods.gss_code, incoming.gss_code) OR neighbourhoods.boundary_year <> incoming.boundary_year)
ORDER BY incoming.row_number
