-- Version 36: the audit log, one line for each thing that somebody did or tried to: chained (cdmon/store/chain.py), and never changed.

CREATE TABLE audit_log (
    place BIGINT NOT NULL,           -- 1, 2, 3 …: also how many lines there were by then
    happened_at TIMESTAMP NOT NULL,  -- by the clock of the machine that wrote it
    done_by VARCHAR NOT NULL,        -- the name that acts bear; '' where nobody is known
    what VARCHAR NOT NULL,           -- a code of data/definitions/audit_kinds.yaml
    subject VARCHAR NOT NULL,        -- of what: an id, a code or a name of ours, never a content
    neighbourhood VARCHAR NOT NULL,  -- '' for the programme, or where it is of none
    data_version VARCHAR NOT NULL,   -- of the store, then
    link VARCHAR NOT NULL            -- SHA-256 of the link before ('' at first) and all of the line (cdmon/sql/audit_log_line.sql)
);

CREATE TABLE audit_log_length (      -- one row: a line that is taken off the end is missed, too
    lines BIGINT NOT NULL
);
INSERT INTO audit_log_length VALUES (0);
