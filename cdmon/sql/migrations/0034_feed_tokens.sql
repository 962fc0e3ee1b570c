-- Version 34: tokens by which other programs read the feeds, and that they were ended. Of a token its hash alone is kept.

CREATE TABLE feed_tokens (
    act_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,           -- tables, or calendar
    neighbourhood VARCHAR NOT NULL,  -- '' for all of them
    hash VARCHAR NOT NULL,           -- SHA-256 of the token, in hexadecimal digits
    holder VARCHAR NOT NULL,         -- who or what reads by it
    until DATE NOT NULL,             -- the last day on which it opens anything
    reason VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,
    made_by VARCHAR NOT NULL
);
CREATE TABLE ended_tokens (
    act_id VARCHAR NOT NULL,
    token VARCHAR NOT NULL,          -- the act_id of the token
    reason VARCHAR NOT NULL,
    ended_at TIMESTAMP NOT NULL,
    ended_by VARCHAR NOT NULL
);
