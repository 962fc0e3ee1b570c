-- A wave whose fieldwork took more than a year.
SELECT DISTINCT
    'waves' AS sheet, row_number, 'fieldwork_end' AS "column", strftime(fieldwork_end, '%d/%m/%Y') AS value,
    strftime(fieldwork_start, '%d/%m/%Y') AS start
FROM incoming_waves
WHERE fieldwork_end >= fieldwork_start + INTERVAL 1 YEAR
AND fieldwork_end <= $today
