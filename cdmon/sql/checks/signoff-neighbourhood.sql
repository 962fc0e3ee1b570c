-- Sign-offs that name no neighbourhood where the milestone is one neighbourhood's, or one where it is the programme's.
SELECT
    'signoffs' AS sheet, row_number, 'neighbourhood' AS "column", neighbourhood AS value, milestone,
    CASE
        WHEN shown_by_figures THEN 'is shown by the figures themselves and needs no sign-off. Delete the row.'
        WHEN of_neighbourhood THEN 'is a milestone of each neighbourhood. Give the code of the one that reached it.'
        ELSE 'is a milestone of the whole programme. Leave the neighbourhood empty.'
    END AS rule
FROM incoming_signoffs
JOIN known_milestones ON code = milestone
WHERE (shown_by_figures AND coalesce(outcome, 'reached') = 'reached') OR of_neighbourhood <> (neighbourhood IS NOT NULL)
ORDER BY row_number
