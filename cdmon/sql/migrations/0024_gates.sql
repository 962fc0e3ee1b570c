-- Version 24: what a programme asks at its break clauses, and the terms of each, as its set-up says.

CREATE TABLE own_criteria (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, used VARCHAR, title VARCHAR, rule VARCHAR, stages VARCHAR, criticality VARCHAR, about_period VARCHAR, known_by DATE,
    evidence_expected_on DATE, changed_by VARCHAR, reason VARCHAR
);

CREATE TABLE break_clauses (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    stage BIGINT, cut_off DATE, form VARCHAR, notice_months BIGINT, if_undecided VARCHAR, decided_by VARCHAR, changed_by VARCHAR,
    reason VARCHAR
);
