-- Grain: one row each time that somebody wrote words for a report ($report), as kept up to $moment, the newest first.
SELECT act_id, report, narrative, learning, recommendations, reason, written_at, written_by
FROM report_words
WHERE report = $report
AND written_at <= $moment
ORDER BY written_at DESC, act_id
