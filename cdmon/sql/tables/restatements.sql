-- Grain: one row a figure of a stage that was over and was restated up to $moment; one with indicator '' where a restatement changed none.
-- A return that waits for a decision has a reason already, and has restated nothing: only what came with a decision is told.
SELECT
    restatements.stage, returns.dataset, returns.neighbourhood, returns.period, restatements.indicator,
    restatements.before, restatements.after, restatements.reason, restatements.explanation,
    restatements.restated_at, restatements.restated_by, restatements.return_id
FROM restatements
JOIN returns USING (return_id)
JOIN events
    ON events.return_id = restatements.return_id AND events.happened_at = restatements.restated_at AND events.kind <> 'submitted'
WHERE restatements.restated_at <= $moment
ORDER BY restatements.restated_at, returns.neighbourhood, returns.dataset, returns.period, restatements.indicator
