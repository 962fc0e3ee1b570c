-- Version 19: the days on which the steering group met, from which what has changed since is told.

CREATE TABLE meetings (
    act_id VARCHAR NOT NULL,
    held_on DATE NOT NULL,
    is_held BOOLEAN NOT NULL,     -- FALSE takes back what was recorded by mistake
    recorded_at TIMESTAMP NOT NULL,
    recorded_by VARCHAR NOT NULL
);
