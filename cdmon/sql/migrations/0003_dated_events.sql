-- Version 3: dated events of the programme's set-up, from which the limits of monthly charts begin anew.

CREATE TABLE dated_events (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    date DATE, what VARCHAR, neighbourhood VARCHAR, indicator VARCHAR
);
