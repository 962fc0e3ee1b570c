-- Grain: one row a return of people's own answers that has them, sent before $before; not of a survey (of $working) from whose answers a figure is worked out each time.
SELECT return_id AS subject, count(*) AS number, any_value(submitted_at) AS since
FROM responses
JOIN returns USING (return_id)
JOIN submissions USING (submission_id)
WHERE list_contains($of_people, dataset) AND NOT list_contains($working, dataset) AND submitted_at < $before
GROUP BY return_id
