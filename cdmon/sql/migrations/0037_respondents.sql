-- Version 37: ids of respondents are replaced by others that tell nobody who it was, also in the rows that are kept already.

CREATE TABLE respondent_keys (
    key VARCHAR NOT NULL             -- of this store alone (cdmon/store/pseudonym.py)
);
INSERT INTO respondent_keys SELECT new_key();
UPDATE responses SET respondent = pseudonym((SELECT key FROM respondent_keys), respondent) WHERE respondent IS NOT NULL;
