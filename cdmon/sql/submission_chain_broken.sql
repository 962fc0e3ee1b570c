-- The places of the chain of submissions at which it does not follow from what is kept: a file, a return or a link is another, or is missing.

WITH
    sent AS (
        SELECT submission_id, any_value(sha256) AS sha256, count(return_id) AS returns
        FROM submissions LEFT JOIN returns USING (submission_id)
        GROUP BY submission_id
    ),
    chained AS (
        SELECT place, submission_id, returns, link, row_number() OVER (ORDER BY place) AS counted,
            coalesce(lag(link) OVER (ORDER BY place), '') AS before
        FROM submission_chain
    )
SELECT place
FROM chained LEFT JOIN sent USING (submission_id)
WHERE place <> counted
    OR sent.returns IS DISTINCT FROM chained.returns
    OR link <> sha256(concat_ws('|', before, place, submission_id, sent.sha256, chained.returns))
ORDER BY place
