-- Version 21: what the commissioner decided at break clauses, each with the record of what was known; and conditions that were discharged.

CREATE TABLE stage_decisions (
    act_id VARCHAR NOT NULL,
    stage BIGINT NOT NULL,
    supersedes VARCHAR,              -- the decision (its act_id) in whose place this one stands
    outcome VARCHAR NOT NULL,
    decided_on DATE NOT NULL,
    evidence_until DATE NOT NULL,
    details VARCHAR NOT NULL,        -- the whole decision as JSON (cdmon.stage_decision.StageDecision)
    record VARCHAR NOT NULL,         -- what was known then, as JSON (cdmon.tables.record)
    record_hash VARCHAR NOT NULL,    -- SHA-256 of it
    recorded_at TIMESTAMP NOT NULL,
    recorded_by VARCHAR NOT NULL
);
CREATE TABLE discharges (
    act_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,       -- the act_id of the decision that set the condition
    condition BIGINT NOT NULL,       -- its number there, from 1
    discharged_on DATE NOT NULL,
    office VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by VARCHAR NOT NULL
);
