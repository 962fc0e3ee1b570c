-- A wave that says fewer were approached than answered.
SELECT
    'waves' AS sheet, row_number, 'approached' AS "column", approached::VARCHAR AS value,
    (SELECT count(*) FROM incoming_responses) AS answered
FROM (SELECT DISTINCT row_number, approached FROM incoming_waves)
WHERE approached < (SELECT count(*) FROM incoming_responses)
