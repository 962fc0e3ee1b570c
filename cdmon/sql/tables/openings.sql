-- Grain: one row a neighbourhood whose register of groups has been sent: how many of the groups that {members} tells came and went since
-- the first register. A group came in the first register after one without it, and went in the first that lacks it; one that `existed`
-- before the programme and only then became known is counted apart, the first time. Names stand for one group as people have decided.
-- Of a span ($starts, $by, $ends; NULL for all) the first register is the one that is its baseline, as in factors.sql.
WITH registers AS (
    SELECT return_id, neighbourhood, period, period_date
    FROM query_table($counting) AS counting
    WHERE dataset = 'groups' AND row_count > 0 AND ($neighbourhood IS NULL OR neighbourhood = $neighbourhood)
        AND ($ends::DATE IS NULL OR period_date <= $ends::DATE)
),

baselines AS (
    SELECT
        neighbourhood,
        coalesce(
            arg_min(period, (abs(datediff('day', period_date, $starts::DATE)), period)) FILTER (WHERE period_date < $by::DATE), min(period)
        ) AS baseline
    FROM registers
    GROUP BY neighbourhood
),

months AS (
    SELECT return_id, registers.neighbourhood, row_number() OVER (PARTITION BY registers.neighbourhood ORDER BY period) AS month
    FROM registers
    JOIN baselines ON baselines.neighbourhood = registers.neighbourhood AND registers.period >= baselines.baseline
),

own_names AS (
    SELECT unnest($places::VARCHAR[]) AS place, unnest($spelled::VARCHAR[]) AS spelled, unnest($own::VARCHAR[]) AS own
),

named AS (
    SELECT months.neighbourhood, months.month, groups.existed_before, lower(regexp_replace(trim(groups.name), '\s+', ' ', 'g')) AS spelled
    FROM months
    JOIN groups USING (return_id)
    WHERE {members}
),

lines AS (
    SELECT
        named.neighbourhood, named.month, coalesce(own_names.own, named.spelled) AS who,
        bool_or(coalesce(named.existed_before = 'yes', FALSE)) AS existed
    FROM named
    LEFT JOIN own_names ON own_names.place = named.neighbourhood AND own_names.spelled = named.spelled
    GROUP BY ALL
),

beside AS (
    SELECT
        *,
        lag(month) OVER one AS before, lead(month) OVER one AS after
    FROM lines
    WINDOW one AS (PARTITION BY neighbourhood, who ORDER BY month)
)

SELECT
    months.neighbourhood,
    count(*) FILTER (WHERE beside.month > 1 AND beside.before IS DISTINCT FROM beside.month - 1 AND NOT (beside.existed AND beside.before IS NULL)) AS opened,
    count(*) FILTER (WHERE beside.month < last.month AND beside.after IS DISTINCT FROM beside.month + 1) AS closed,
    count(*) FILTER (WHERE beside.month > 1 AND beside.existed AND beside.before IS NULL) AS found
FROM months
LEFT JOIN beside USING (neighbourhood, month)
JOIN (SELECT neighbourhood, max(month) AS month FROM months GROUP BY neighbourhood) AS last ON last.neighbourhood = months.neighbourhood
GROUP BY months.neighbourhood
