-- Grain: one row, where the last answers came before $before, and the key of pseudonyms has not been changed since.
SELECT '' AS subject, 1 AS number, max(submitted_at) AS since
FROM responses
JOIN returns USING (return_id)
JOIN submissions USING (submission_id)
HAVING since < $before AND since > coalesce((SELECT max(removed_at) FROM removals WHERE kind = 'key'), TIMESTAMP '1970-01-01')
