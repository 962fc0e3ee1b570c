-- Version 14: KPIs and indicators of the programme's own, and targets that say which of a KPI's indicators they are for, and of which stage.

ALTER TABLE targets ADD COLUMN indicator VARCHAR;
ALTER TABLE targets ADD COLUMN stage BIGINT;

-- Two KPIs are led by another indicator than they were measured by until now: a target that was set keeps its meaning.
UPDATE targets SET indicator = 'can_influence' WHERE kpi = 'productive_interaction';
UPDATE targets SET indicator = 'choice_of_activities' WHERE kpi = 'support_and_recognition';

CREATE TABLE own_kpis (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, title VARCHAR, indicators VARCHAR, direction VARCHAR, stages VARCHAR, waves VARCHAR, used VARCHAR
);

CREATE TABLE own_indicators (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    code VARCHAR, title VARCHAR, factor BIGINT, question VARCHAR, answers VARCHAR, left_out VARCHAR, direction VARCHAR
);
