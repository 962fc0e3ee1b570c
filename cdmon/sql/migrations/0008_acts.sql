-- Version 8: each act of a person is a row with an id of its own, who, when and why; restatements keep numbers in the place of sentences;
-- and a population has its year.

-- The id of an event; of one kept before, its return's and its step. A sign-off is known by its return's and its row's, as read.
ALTER TABLE events ADD COLUMN act_id VARCHAR;
UPDATE events SET act_id = return_id || '/' || step;

ALTER TABLE group_names ADD COLUMN act_id VARCHAR;
ALTER TABLE group_names ADD COLUMN reason VARCHAR;
UPDATE group_names SET act_id = md5(concat_ws('/', neighbourhood, name, same_as, decided_at, decided_by)), reason = '';

ALTER TABLE restatements RENAME TO restatements_in_words;

-- A correction to a stage that was over: why, and the act that it came with (an event of its return).
CREATE TABLE restatements (
    act_id VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    return_id VARCHAR NOT NULL,
    stage INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    explanation VARCHAR NOT NULL,
    restated_at TIMESTAMP NOT NULL,
    restated_by VARCHAR NOT NULL
);

-- What an indicator's row of the factor table said before and after such an act: one row a figure of it, or one with role '' where it had none.
CREATE TABLE restated_figures (
    act_id VARCHAR NOT NULL,
    neighbourhood VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    side VARCHAR NOT NULL,        -- before or after
    role VARCHAR NOT NULL,        -- baseline, latest, change or ''
    value DOUBLE, low DOUBLE, high DOUBLE, n BIGINT, period VARCHAR, note VARCHAR,
    verdict VARCHAR, remark VARCHAR,
    words VARCHAR                 -- of a store of before: all that was kept; NULL where the numbers say it
);

INSERT INTO restatements
SELECT
    md5(concat_ws('/', return_id, stage, reason, explanation, restated_at, restated_by)),
    coalesce(
        (SELECT arg_max(act_id, step) FROM events WHERE events.return_id = kept.return_id AND happened_at = restated_at),
        ''
    ),
    return_id, stage, reason, explanation, restated_at, restated_by
FROM (SELECT DISTINCT return_id, stage, reason, explanation, restated_at, restated_by FROM restatements_in_words) AS kept;

INSERT INTO restated_figures BY NAME
SELECT
    md5(concat_ws('/', return_id, stage, reason, explanation, restated_at, restated_by)) AS act_id,
    neighbourhood, indicator, side, '' AS role, CASE side WHEN 'before' THEN before ELSE after END AS words
FROM restatements_in_words
CROSS JOIN (VALUES ('before'), ('after')) AS sides(side)
WHERE indicator <> '';

DROP TABLE restatements_in_words;

ALTER TABLE neighbourhoods ADD COLUMN population_year BIGINT;
