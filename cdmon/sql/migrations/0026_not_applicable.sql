-- Version 26: milestones that do not apply, of a whole programme by its set-up or of a place by a sign-off, with why.

ALTER TABLE own_milestones ADD COLUMN not_applicable VARCHAR;
ALTER TABLE signoffs ADD COLUMN outcome VARCHAR;
