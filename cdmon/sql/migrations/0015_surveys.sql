-- Version 15: of a neighbourhood, how many adults live there, of whom a residents' sample is a part; who answered, in broad groups; the
-- census to set them beside; and what was answered to the questions that no indicator uses, and by whom, as shares.

ALTER TABLE neighbourhoods ADD COLUMN adults BIGINT;

ALTER TABLE responses ADD COLUMN age_band VARCHAR;
ALTER TABLE responses ADD COLUMN sex VARCHAR;
ALTER TABLE responses ADD COLUMN ethnic_group VARCHAR;
ALTER TABLE responses ADD COLUMN disability VARCHAR;
ALTER TABLE responses ADD COLUMN tenure VARCHAR;

CREATE TABLE census (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    characteristic VARCHAR, category VARCHAR, share DOUBLE, source VARCHAR
);

-- One answer to one question of one return, computed when the return was submitted; the columns as in estimates.
CREATE TABLE shares (
    return_id VARCHAR NOT NULL,
    question VARCHAR NOT NULL,        -- the code of a question, of a characteristic or of an indicator
    answer VARCHAR NOT NULL,          -- '' of those who said nothing else: the base of answers that nobody gave
    characteristic VARCHAR NOT NULL,  -- among whom: those of a category of a characteristic; '' among all
    category VARCHAR NOT NULL,
    value DOUBLE,                     -- a fraction of 1; of a number, the share of those who said at most this number
    n BIGINT NOT NULL,
    n_counted BIGINT NOT NULL,
    n_effective DOUBLE,
    degrees DOUBLE,
    design_known BOOLEAN NOT NULL,
    no_answer BIGINT NOT NULL
);
