-- Version 32: what authors write for reports, and reports that were issued, kept with their files as they left.

CREATE TABLE report_words (
    act_id VARCHAR NOT NULL,
    report VARCHAR NOT NULL,           -- its code, such as stage-2 or interim-12
    narrative VARCHAR NOT NULL,        -- each of the three may be ''
    learning VARCHAR NOT NULL,
    recommendations VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,           -- why in the place of earlier words; '' for the first
    written_at TIMESTAMP NOT NULL,
    written_by VARCHAR NOT NULL
);

CREATE TABLE issued_reports (
    act_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,           -- counted from 1 over all reports of the programme
    report VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    evidence_until DATE NOT NULL,      -- the day whose figures it holds
    data_version VARCHAR NOT NULL,     -- of the store, when it was made
    reason VARCHAR NOT NULL,           -- why in the place of one issued before; '' for the first
    pdf BLOB NOT NULL,
    pdf_hash VARCHAR NOT NULL,         -- SHA-256, in hexadecimal digits
    docx BLOB NOT NULL,
    docx_hash VARCHAR NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    issued_by VARCHAR NOT NULL
);
