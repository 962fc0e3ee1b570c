-- Version 4: judgements of what no count can show, one row an aspect and rater.

CREATE TABLE ratings (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, aspect VARCHAR, level VARCHAR, rated_by VARCHAR, note VARCHAR
);
