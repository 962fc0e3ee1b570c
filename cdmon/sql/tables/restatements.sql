-- Grain: one row a figure that was restated up to $moment, of a stage that was over, before or after (`side`) and by what it is of the
-- indicator's row (`role`: baseline, latest, change, or '' where there was none); one with indicator '' where a restatement changed none.
-- A return that waits for a decision has a reason already, and has restated nothing: only what came with a decision is told.
SELECT
    acts.act_id, acts.stage, returns.dataset, coalesce(nullif(figures.neighbourhood, ''), returns.neighbourhood) AS neighbourhood,
    returns.period, coalesce(figures.indicator, '') AS indicator, acts.reason, acts.explanation, acts.restated_at, acts.restated_by,
    acts.return_id, acts.event_id,
    figures.side, figures.role, figures.value, figures.low, figures.high, figures.n, figures.period AS figure_period, figures.note,
    figures.verdict, figures.remark, figures.words
FROM restatements AS acts
JOIN returns USING (return_id)
JOIN events ON events.act_id = acts.event_id AND events.kind <> 'submitted'
LEFT JOIN restated_figures AS figures ON figures.act_id = acts.act_id
WHERE acts.restated_at <= $moment
ORDER BY acts.restated_at, neighbourhood, returns.dataset, returns.period, indicator, acts.act_id, figures.side, figures.role
