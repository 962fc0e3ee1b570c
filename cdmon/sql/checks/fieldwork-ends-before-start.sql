-- A wave whose fieldwork ends before it starts.
SELECT DISTINCT
    'waves' AS sheet, row_number, 'fieldwork_end' AS "column",
    strftime(fieldwork_end, '%d/%m/%Y') AS value, strftime(fieldwork_start, '%d/%m/%Y') AS start
FROM incoming_waves
WHERE fieldwork_end < fieldwork_start
