-- Grain: one row a rating of an aspect of the programme's own, from the returns that count, in order of month and row.
SELECT
    nullif(counting.neighbourhood, '') AS neighbourhood, counting.period AS month, ratings.aspect, ratings.level::INTEGER AS level,
    ratings.rated_by, coalesce(ratings.note, '') AS grounds, counting.state = 'submitted' AS provisional
FROM ratings
JOIN query_table($counting) AS counting USING (return_id)
WHERE list_contains($aspects, ratings.aspect) AND ($neighbourhood IS NULL OR counting.neighbourhood = $neighbourhood)
ORDER BY counting.period, ratings.row_number
