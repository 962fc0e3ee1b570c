-- KPIs one of whose indicators is neutral, and which do not say which way is hoped for.
SELECT
    'own_kpis' AS sheet, row_number, 'direction' AS "column", direction AS value,
    string_agg(DISTINCT indicator, ' and ' ORDER BY indicator) AS indicator
FROM (SELECT row_number, direction, trim(unnest(string_split(indicators, ';'))) AS indicator FROM incoming_own_kpis)
JOIN incoming_indicators ON code = indicator
WHERE neutral AND direction IS NULL
GROUP BY row_number, direction
ORDER BY row_number
