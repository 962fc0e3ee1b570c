-- Version 30: files that show that a milestone was reached, kept beside its sign-off as they came.

CREATE TABLE attachments (
    act_id VARCHAR NOT NULL,
    milestone VARCHAR NOT NULL,      -- its code
    neighbourhood VARCHAR NOT NULL,  -- '' for the programme
    file_name VARCHAR NOT NULL,
    content BLOB NOT NULL,
    note VARCHAR NOT NULL,
    attached_at TIMESTAMP NOT NULL,
    attached_by VARCHAR NOT NULL
);
