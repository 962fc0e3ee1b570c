-- A wave whose fieldwork is not over.
SELECT DISTINCT 'waves' AS sheet, row_number, 'fieldwork_end' AS "column", strftime(fieldwork_end, '%d/%m/%Y') AS value
FROM incoming_waves
WHERE fieldwork_end > $today
