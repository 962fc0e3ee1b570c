-- Version 33: who may do what. Rows are only added: the last one of an address counts, and one without a role takes its person off the list.

CREATE TABLE listed_people (
    act_id VARCHAR NOT NULL,
    address VARCHAR NOT NULL,         -- by which they sign in, in small letters
    step BIGINT NOT NULL,             -- 1 is the first of this address
    name VARCHAR NOT NULL,            -- which their acts bear
    role VARCHAR NOT NULL,            -- '' where they are taken off the list
    neighbourhoods VARCHAR NOT NULL,  -- their own, with blanks between them; * for all of them
    happened_at TIMESTAMP NOT NULL,
    done_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);
