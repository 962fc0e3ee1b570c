-- Version 2: every dataset, the names of groups, and restatements.

ALTER TABLE programme ADD COLUMN acceptance VARCHAR;
ALTER TABLE programme ADD COLUMN due_days BIGINT;
ALTER TABLE neighbourhoods ADD COLUMN returns_from VARCHAR;
ALTER TABLE local_questions ADD COLUMN survey VARCHAR;
ALTER TABLE groups ADD COLUMN merged_into VARCHAR;
ALTER TABLE responses ADD COLUMN organisation VARCHAR;

CREATE TABLE support (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, kind VARCHAR, name VARCHAR, provider VARCHAR, group_name VARCHAR, status VARCHAR,
    wte DOUBLE, amount DOUBLE, hours_a_week DOUBLE, cost VARCHAR
);
CREATE TABLE engagement (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, date DATE, kind VARCHAR, thread VARCHAR, what VARCHAR, agency VARCHAR, met_before VARCHAR,
    residents BIGINT, rank BIGINT, outcome VARCHAR
);
CREATE TABLE evidence (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, date DATE, kind VARCHAR, what VARCHAR, observed_by VARCHAR, intended VARCHAR, effect VARCHAR,
    group_name VARCHAR, factor BIGINT
);
CREATE TABLE risks (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, reference VARCHAR, risk VARCHAR, likelihood VARCHAR, impact VARCHAR, action VARCHAR,
    owner VARCHAR, status VARCHAR
);
CREATE TABLE context (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, statistic VARCHAR, value DOUBLE, unit VARCHAR, period_covered VARCHAR, gss_code VARCHAR, boundary_year BIGINT,
    comparator_area VARCHAR, comparator_value DOUBLE, source VARCHAR, published_on DATE
);

-- Somebody's decision about a name of a group: the name of the group it stands for, or '' where it is a group of its own. The last one counts.
CREATE TABLE group_names (
    neighbourhood VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    same_as VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    decided_by VARCHAR NOT NULL
);

-- A change to a stage that was over: why, and by which return it came or went; one row a figure it changed, or one with no indicator.
CREATE TABLE restatements (
    return_id VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    explanation VARCHAR NOT NULL,
    restated_at TIMESTAMP NOT NULL,
    restated_by VARCHAR NOT NULL,
    neighbourhood VARCHAR NOT NULL DEFAULT '',
    indicator VARCHAR NOT NULL DEFAULT '',
    before VARCHAR NOT NULL DEFAULT '',
    after VARCHAR NOT NULL DEFAULT ''
);

-- The returns that count at a moment when those of certain states do: the latest of each dataset, neighbourhood and period.
CREATE MACRO returns_in_states(moment, states) AS TABLE
WITH fit AS (
    SELECT *, coalesce(accepted_at, submitted_at) AS since
    FROM (
        SELECT known.*, (SELECT min(happened_at) FROM events WHERE events.return_id = known.return_id) AS submitted_at
        FROM returns_as_at(moment) AS known
    )
    WHERE list_contains(states, state)
),

latest AS (
    SELECT max((since, return_id)) AS chosen
    FROM fit
    GROUP BY dataset, neighbourhood, period
)

SELECT fit.* EXCLUDE (submitted_at)
FROM fit
JOIN latest ON (fit.since, fit.return_id) = latest.chosen;
