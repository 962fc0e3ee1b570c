-- Grain: one row a return that corrects a stage that is over and about which nobody has decided by $moment, the oldest first.
SELECT returns.dataset, returns.neighbourhood, returns.period, any_value(restatements.explanation) AS explanation, max(restatements.restated_at) AS sent_at
FROM restatements
JOIN returns USING (return_id)
JOIN (
    SELECT return_id, arg_max(kind, step) AS state
    FROM events
    WHERE happened_at <= $moment
    GROUP BY return_id
) AS stands USING (return_id)
WHERE restatements.restated_at <= $moment AND stands.state = 'submitted'
GROUP BY returns.return_id, returns.dataset, returns.neighbourhood, returns.period
ORDER BY sent_at, returns.neighbourhood, returns.dataset, returns.period
