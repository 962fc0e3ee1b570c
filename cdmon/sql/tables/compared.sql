-- Grain: the one return, if any, that a new one of $dataset, $neighbourhood and $period is compared with, who sent it and when: the version
-- in whose place it comes (unless $is_earlier) or, of a register that is carried over, the newest with rows of an earlier period.
SELECT return_id, counting.period, submissions.submitted_by, submissions.submitted_at
FROM query_table($counting) AS counting
JOIN submissions USING (submission_id)
WHERE counting.dataset = $dataset AND counting.neighbourhood = $neighbourhood
AND ((NOT $is_earlier AND counting.period = $period) OR ($is_carried AND counting.period < $period AND counting.row_count > 0))
ORDER BY counting.period DESC
LIMIT 1
