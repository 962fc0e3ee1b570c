-- Grain: one row a stage of the set-up that is being sent, with its dates: its own or, where it lists none, the handbook's.
CREATE OR REPLACE TEMP TABLE incoming_stage_dates AS
WITH stages AS (
    SELECT stage, first_month, last_month, coalesce(break_clause, '') = 'yes' AS break_clause
    FROM incoming_stages
    UNION ALL
    SELECT number, first_month, last_month, break_clause
    FROM defined_stages
    WHERE NOT EXISTS (FROM incoming_stages)
),

began AS (SELECT try_strptime(max(start_month) || '-01', '%Y-%m-%d') AS month FROM incoming_programme)

SELECT
    stages.stage, stages.break_clause, (began.month + to_months((stages.first_month - 1)::INTEGER))::DATE AS starts,
    (began.month + to_months(stages.last_month::INTEGER))::DATE - 1 AS ends
FROM stages
CROSS JOIN began
WHERE stages.stage IS NOT NULL
