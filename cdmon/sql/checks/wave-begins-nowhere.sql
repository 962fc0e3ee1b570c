-- Neighbourhoods of a wave that no stage begins, where the sheet says of any which waves begin in it; one row a wave.
WITH said AS (
    SELECT unnest(string_split(begins, '; ')) AS wave
    FROM incoming_stages
)

SELECT 'neighbourhoods' AS sheet, min(row_number) AS row_number, 'wave' AS "column", wave AS value
FROM incoming_neighbourhoods
WHERE wave IS NOT NULL AND EXISTS (FROM said) AND wave NOT IN (FROM said)
GROUP BY wave
ORDER BY row_number
