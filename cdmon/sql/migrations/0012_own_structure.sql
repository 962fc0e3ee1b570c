-- Version 12: stages with titles of their own and the waves that begin in them, and waves in the programme's own words.

ALTER TABLE stages ADD COLUMN title VARCHAR;
ALTER TABLE stages ADD COLUMN begins VARCHAR;

CREATE TABLE own_waves (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    wave VARCHAR, title VARCHAR
);
