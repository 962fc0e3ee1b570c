-- Respondents listed twice in one neighbourhood.
SELECT
    'responses' AS sheet, row_number, 'respondent' AS "column", respondent AS value,
    first_value(row_number) OVER twins AS first_row
FROM incoming_responses
WHERE respondent IS NOT NULL AND return_id <> ''
WINDOW twins AS (PARTITION BY return_id, lower(respondent) ORDER BY row_number ROWS UNBOUNDED PRECEDING)
QUALIFY row_number > first_row
ORDER BY row_number
