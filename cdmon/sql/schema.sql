-- Version 1 of the store; later changes are numbered files in migrations/.
-- Rows are only ever added. Only NOT NULL and DEFAULT: the same text runs on a DuckDB file and on DuckLake, which knows no keys;
-- uniqueness, reference and range rules are cdmon/sql/checks/*.sql. Times are UTC.

CREATE TABLE schema_versions (version INTEGER NOT NULL, applied_at TIMESTAMP NOT NULL);

-- One row. Every writing transaction updates it first, so that two writers can never both pass the same check.
CREATE TABLE write_lock (turn BIGINT NOT NULL);
INSERT INTO write_lock VALUES (0);

-- An uploaded file, byte for byte.
CREATE TABLE submissions (
    submission_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    content BLOB NOT NULL,
    submitted_by VARCHAR NOT NULL,
    submitted_at TIMESTAMP NOT NULL
);

-- A return: one dataset, for one neighbourhood ('' = the whole programme), for one period ('' = none), inside a submission.
CREATE TABLE returns (
    return_id VARCHAR NOT NULL,
    submission_id VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    neighbourhood VARCHAR NOT NULL,
    period VARCHAR NOT NULL,      -- a month as 2026-10, or the label of a survey wave
    period_date DATE,             -- the month's last day, or the wave's last day of fieldwork
    dataset_version INTEGER NOT NULL,
    row_count BIGINT NOT NULL
);

-- What happened to a return, in steps: submitted, accepted, sent back, withdrawn.
CREATE TABLE events (
    return_id VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    done_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL DEFAULT ''
);

-- One indicator's figure from one return, computed when the return was submitted.
CREATE TABLE estimates (
    return_id VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    indicator_version INTEGER NOT NULL,
    value DOUBLE,                 -- a fraction of 1, or a count; NULL where nobody gave a substantive answer, or not every question was asked
    n BIGINT NOT NULL,            -- respondents in the base, or rows counted
    n_counted BIGINT NOT NULL,    -- respondents in the numerator (unweighted), or the count itself
    n_effective DOUBLE,
    design_effect DOUBLE,         -- from weights, strata and clusters; 1 for a simple random sample
    design_known BOOLEAN NOT NULL, -- FALSE: the programme's default design factor widens the interval as well
    no_answer BIGINT NOT NULL,    -- respondents of the return outside the base: no answer, don't know, not asked
    asked VARCHAR NOT NULL        -- the questions of this indicator that the wave asked
);

-- Rows of the sheets: a table is named after its sheet in data/definitions/datasets; row_number is the one Excel shows.
CREATE TABLE programme (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    name VARCHAR, commissioner VARCHAR, start_month VARCHAR, invented VARCHAR, reference_date DATE, design_factor DOUBLE
);
CREATE TABLE stages (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    stage BIGINT, first_month BIGINT, last_month BIGINT, break_clause VARCHAR
);
CREATE TABLE neighbourhoods (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, name VARCHAR, population BIGINT, wave VARCHAR, gss_code VARCHAR, boundary_year BIGINT
);
CREATE TABLE people (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    person VARCHAR, role VARCHAR, neighbourhood VARCHAR
);
CREATE TABLE targets (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    kpi VARCHAR, neighbourhood VARCHAR, target DOUBLE, by_month VARCHAR
);
CREATE TABLE local_questions (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, label VARCHAR, answers VARCHAR, source VARCHAR
);
CREATE TABLE groups (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, name VARCHAR, contact VARCHAR, open_to_residents VARCHAR, status VARCHAR, class VARCHAR, issue VARCHAR,
    annual_income DOUBLE, volunteers BIGINT, staff DOUBLE, links BIGINT, hub VARCHAR, online VARCHAR, record_source VARCHAR
);
CREATE TABLE activities (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, date DATE, activity VARCHAR, kind VARCHAR, group_name VARCHAR,
    participants BIGINT, new_participants BIGINT, volunteers BIGINT, volunteer_hours DOUBLE
);
CREATE TABLE waves (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    label VARCHAR, fieldwork_start DATE, fieldwork_end DATE, mode VARCHAR, sampling_frame VARCHAR, sample_design VARCHAR,
    carried_out_by VARCHAR, independent VARCHAR, purpose VARCHAR, neighbourhood VARCHAR
);
CREATE TABLE responses (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    respondent VARCHAR, neighbourhood VARCHAR, weight DOUBLE, stratum VARCHAR, cluster VARCHAR
);
-- A survey sheet's question columns, one row an answer; the value is the option's code, or the number or text given.
CREATE TABLE answers (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    question VARCHAR NOT NULL, answer VARCHAR NOT NULL
);
CREATE TABLE signoffs (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    month VARCHAR, milestone VARCHAR, neighbourhood VARCHAR, reached_on DATE, evidence VARCHAR, signed_off_by VARCHAR
);

-- Each return with its state at a moment: the kind of its last event up to then.
CREATE MACRO returns_as_at(moment) AS TABLE
WITH known AS (
    SELECT return_id, arg_max(kind, step) AS state, max(happened_at) FILTER (WHERE kind = 'accepted') AS accepted_at
    FROM events
    WHERE happened_at <= moment
    GROUP BY return_id
)
SELECT returns.*, known.state, known.accepted_at
FROM returns
JOIN known USING (return_id);

-- The returns that count at a moment: the latest accepted one of each dataset, neighbourhood and period.
CREATE MACRO current_returns(moment) AS TABLE
WITH accepted AS (
    SELECT *
    FROM returns_as_at(moment)
    WHERE state = 'accepted'
),

latest AS (
    SELECT max((accepted_at, return_id)) AS chosen
    FROM accepted
    GROUP BY dataset, neighbourhood, period
)

SELECT accepted.*
FROM accepted
JOIN latest ON (accepted.accepted_at, accepted.return_id) = latest.chosen;
