-- Sign-offs of milestones reached before their stage began, when nothing could show them; one that does not apply may be known earlier.
SELECT
    'signoffs' AS sheet, row_number, 'reached_on' AS "column", strftime(reached_on, '%d/%m/%Y') AS value, milestone, stage,
    strftime(starts, '%d/%m/%Y') AS starts
FROM incoming_signoffs
JOIN known_milestones ON code = milestone
WHERE reached_on < starts AND stage > 1 AND coalesce(outcome, 'reached') = 'reached'
ORDER BY row_number
