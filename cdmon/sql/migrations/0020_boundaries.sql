-- Version 20: the outlines of neighbourhoods, each made of one area or of several.

CREATE TABLE boundaries (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, area VARCHAR, name VARCHAR, boundary_year BIGINT, outline VARCHAR
);
