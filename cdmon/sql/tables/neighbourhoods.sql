-- Grain: one row a neighbourhood of the programme set-up that counts.
SELECT code, name, population, coalesce(wave, '') AS wave, coalesce(gss_code, '') AS gss_code, boundary_year,
    coalesce(returns_from, '') AS returns_from, coalesce(reason, '') AS reason, coalesce(team, '') AS team
FROM neighbourhoods
JOIN (SELECT return_id FROM query_table($counting)) USING (return_id)
ORDER BY code
