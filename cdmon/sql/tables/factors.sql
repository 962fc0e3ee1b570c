-- Grain: one row a neighbourhood, indicator and role: its baseline, and the latest figure after it, from the returns that count;
-- what is known of the return goes by its turn.
-- The programme's own returns (neighbourhood '') are always among them.
-- The baseline is the first period whose wave is not declared a follow-up. Without one, the latest figure stands alone.
-- Of a span ($starts, $by, $ends; NULL for all that is known) it is the figure nearest to the span's first day among those up to $by,
-- a follow-up of an earlier baseline as well; the latest one is the last up to $ends.
-- What says something is chosen while counting, not before: DuckDB would expect few estimates then, and build its hash table of all of them
-- instead of the returns. `nearness` is the days from the span's first day, then the turn.
-- Millions are counted more quickly by the number of an indicator than by its code.
WITH offered AS (
    SELECT
        neighbourhood, number, min(turn) FILTER (WHERE is_told AND NOT follows) AS first,
        min(nearness) FILTER (WHERE is_told AND period_date < $by::DATE) % 1_000_000_000 AS nearest,
        max(turn) FILTER (WHERE is_told) AS latest
    FROM (
        SELECT
            neighbourhood, list_position($indicators, indicator)::SMALLINT AS number, turn, follows, period_date,
            value IS NOT NULL OR no_answer > 0 AS is_told,
            abs(datediff('day', period_date, $starts::DATE)) * 1_000_000_000 + turn AS nearness
        FROM query_table($figures)
        WHERE number IS NOT NULL AND ($ends::DATE IS NULL OR period_date <= $ends::DATE)
    )
    GROUP BY neighbourhood, number
),

picked AS (
    SELECT $indicators[number] AS indicator, CASE WHEN nearest >= first THEN nearest ELSE first END AS baseline, latest
    FROM offered
    WHERE latest IS NOT NULL
),

roles AS (
    SELECT 'baseline' AS role, indicator, baseline AS turn FROM picked WHERE baseline IS NOT NULL
    UNION ALL
    SELECT 'latest' AS role, indicator, latest AS turn FROM picked WHERE latest IS DISTINCT FROM baseline
)

SELECT
    roles.role, turn, indicator, indicator_version AS version, value, n, n_counted, n_effective, degrees, design_known, asked, no_answer,
    coalesce(provenance, '') AS provenance
FROM roles
JOIN query_table($figures) AS figures USING (turn, indicator)
