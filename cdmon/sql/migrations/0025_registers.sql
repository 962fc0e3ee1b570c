-- Version 25: what a register of risks keeps, which risk an effect was foreseen as, and who was asked and had none to report.

ALTER TABLE risks ADD COLUMN raised_by VARCHAR;
ALTER TABLE risks ADD COLUMN opened DATE;
ALTER TABLE risks ADD COLUMN borne_by VARCHAR;
ALTER TABLE risks ADD COLUMN target VARCHAR;
ALTER TABLE risks ADD COLUMN last_review DATE;
ALTER TABLE risks ADD COLUMN next_review DATE;
ALTER TABLE risks ADD COLUMN accepted_by VARCHAR;
ALTER TABLE risks ADD COLUMN accepted_until DATE;
ALTER TABLE risks ADD COLUMN escalated_to BIGINT;
ALTER TABLE risks ADD COLUMN closed DATE;
ALTER TABLE evidence ADD COLUMN risk VARCHAR;
CREATE TABLE asked (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, about VARCHAR, whom VARCHAR, asked_on DATE, office VARCHAR
);
