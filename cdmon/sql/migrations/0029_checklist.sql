-- Version 29: the steps of a programme's own partnership checklist, and since when each stands how in a neighbourhood.

CREATE TABLE checklist_steps (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, title VARCHAR
);
CREATE TABLE partnership (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, step VARCHAR, standing VARCHAR, since DATE, evidence VARCHAR, told_by VARCHAR
);
