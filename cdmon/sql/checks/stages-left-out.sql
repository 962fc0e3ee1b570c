-- Stages that the sheet passes over: a programme may have fewer than four, but none between those it has.
WITH numbers AS (SELECT unnest(range(1, max(stage))) AS number FROM incoming_stages)

SELECT 'stages' AS sheet, max(row_number) AS row_number, 'stage' AS "column", NULL AS value, string_agg(DISTINCT number, ', ' ORDER BY number) AS stages
FROM numbers
JOIN incoming_stages ON number NOT IN (SELECT stage FROM incoming_stages WHERE stage IS NOT NULL)
HAVING count(*) > 0
