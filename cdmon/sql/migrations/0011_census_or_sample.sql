-- Version 11: of a survey wave, whether all were asked or a sample, and how many were approached; how many answered its rows tell.

ALTER TABLE waves ADD COLUMN coverage VARCHAR;
ALTER TABLE waves ADD COLUMN approached BIGINT;
