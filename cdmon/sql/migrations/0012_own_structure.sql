-- Version 12: stages with titles of their own and the waves that begin in them, and waves, milestones and modes of the programme's own.

ALTER TABLE stages ADD COLUMN title VARCHAR;
ALTER TABLE stages ADD COLUMN begins VARCHAR;

ALTER TABLE programme ADD COLUMN handbook_milestones VARCHAR;
ALTER TABLE programme ADD COLUMN reporting_months BIGINT;
ALTER TABLE programme ADD COLUMN financial_year VARCHAR;

ALTER TABLE neighbourhoods ADD COLUMN reason VARCHAR;
ALTER TABLE neighbourhoods ADD COLUMN team VARCHAR;

CREATE TABLE own_waves (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    wave VARCHAR, title VARCHAR
);

CREATE TABLE own_milestones (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, used VARCHAR, title VARCHAR, stage BIGINT, due_month BIGINT, due_after BIGINT, waves VARCHAR, shown_by VARCHAR,
    later VARCHAR, signed_off_by VARCHAR
);

CREATE TABLE modes (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, stage BIGINT, mode VARCHAR
);
