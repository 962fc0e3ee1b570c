-- Version 13: how often each dataset is owed, by the programme's set-up.

CREATE TABLE cadences (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    dataset VARCHAR, how_often VARCHAR, from_month VARCHAR, until_month VARCHAR
);
