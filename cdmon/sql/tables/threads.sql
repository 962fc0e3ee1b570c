-- Grain: one row a step of a thread from the returns that count, in order of date. Names of threads are compared as in the checks; `thread`
-- is as the first issue spells it, or the first step where no issue is on record. A thread that only meetings name is none.
WITH named AS (
    SELECT
        nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, engagement.row_number, engagement.date,
        engagement.kind, engagement.thread, engagement.what, engagement.rank,
        coalesce(engagement.agency, '') AS agency, coalesce(engagement.outcome, '') AS outcome,
        counting.state = 'submitted' AS provisional,
        list_position(['issue', 'action', 'response', 'result'], engagement.kind) AS step,
        counting.neighbourhood || '/'
        || normal(engagement.thread) AS matter
    FROM engagement
    JOIN query_table($counting) AS counting USING (return_id)
    WHERE engagement.thread IS NOT NULL AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
)

SELECT
    neighbourhood,
    first_value(thread) OVER (PARTITION BY matter ORDER BY kind <> 'issue', date, month, row_number) AS thread,
    date, kind, agency, what, rank, outcome, provisional
FROM named
QUALIFY count(step) OVER (PARTITION BY matter) > 0
ORDER BY date, step, month, row_number, matter
