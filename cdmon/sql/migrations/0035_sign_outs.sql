-- Version 35: when people signed out, so that what they had signed in before holds no more.

CREATE TABLE sign_outs (
    address VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL
);
