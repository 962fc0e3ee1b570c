-- Grain: one row: how many returns were sent after $moment, and how many decisions were taken after it about returns sent before, or about
-- names of groups.
WITH sent AS (
    SELECT return_id, min(happened_at) AS sent_at
    FROM events
    GROUP BY return_id
)

SELECT
    (SELECT count(*) FROM sent WHERE sent_at > $moment) AS returns,
    (SELECT count(*) FROM events JOIN sent USING (return_id) WHERE happened_at > $moment AND sent_at <= $moment)
    + (SELECT count(*) FROM group_names WHERE decided_at > $moment) AS decisions
