-- Version 38: what was taken out of the store, or blacked out in a kept file, by whom and why. The hash by which a file is chained stays as it was.

CREATE TABLE removals (
    act_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,           -- of data/definitions/retention.yaml, else redaction (of a file), cell or respondent
    subject VARCHAR NOT NULL,        -- the submission_id of a file, the return_id of rows; '' of what is only counted
    number BIGINT NOT NULL,          -- how many rows, or files, or cells
    sha256 VARCHAR NOT NULL,         -- of the bytes that stand in the place of a file since; '' of what is no file
    size BIGINT NOT NULL,            -- of these bytes; 0 where the file is gone
    reason VARCHAR NOT NULL,
    removed_at TIMESTAMP NOT NULL,
    removed_by VARCHAR NOT NULL
);
