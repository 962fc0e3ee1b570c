-- Version 17: what residents set themselves, a programme's own aspects of ratings, and the determinants that evidence bears on.

CREATE TABLE goals (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, reference VARCHAR, goal VARCHAR, set_by VARCHAR, set_on DATE, by_when DATE, status VARCHAR,
    settled_on DATE, words VARCHAR
);
CREATE TABLE rating_aspects (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, title VARCHAR, level_1 VARCHAR, level_2 VARCHAR, level_3 VARCHAR, level_4 VARCHAR
);
ALTER TABLE evidence ADD COLUMN determinant VARCHAR;
