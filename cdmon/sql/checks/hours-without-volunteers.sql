-- Hours of more than a day for each volunteer, so also hours of none.
SELECT 'activities' AS sheet, row_number, 'volunteer_hours' AS "column", volunteer_hours AS value, volunteers
FROM incoming_activities
WHERE volunteer_hours > 24 * volunteers
ORDER BY row_number
