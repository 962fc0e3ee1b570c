-- Version 16: a published statistic in several areas and periods, with how many are counted of how many.

ALTER TABLE context ADD COLUMN area VARCHAR;
ALTER TABLE context ADD COLUMN numerator BIGINT;
ALTER TABLE context ADD COLUMN denominator BIGINT;
