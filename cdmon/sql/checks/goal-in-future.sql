-- Goals that were set, or settled, on a day that has not come.
SELECT
    'goals' AS sheet, row_number, CASE WHEN set_on > $today THEN 'set_on' ELSE 'settled_on' END AS "column",
    strftime(greatest(set_on, settled_on), '%d/%m/%Y') AS value
FROM incoming_goals
WHERE greatest(set_on, settled_on) > $today
ORDER BY row_number
