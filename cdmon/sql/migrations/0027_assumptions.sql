-- Version 27: what people assumed about the value of the programme, kept under a name; a later one of the same name stands beside it.

CREATE TABLE assumptions (
    act_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    content VARCHAR NOT NULL,     -- as JSON (cdmon.value.assumptions.Assumptions)
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by VARCHAR NOT NULL
);
