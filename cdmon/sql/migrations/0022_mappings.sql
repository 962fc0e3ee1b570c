-- Version 22: by which mapping the survey of another tool was read: one row a file that was sent so. The last one is offered the next time.

CREATE TABLE mappings (
    act_id VARCHAR NOT NULL,
    submission_id VARCHAR NOT NULL,
    dataset VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,     -- as JSON
    kept_at TIMESTAMP NOT NULL,
    kept_by VARCHAR NOT NULL
);
