-- Version 5: the programme's own rules for small numbers, and whether figures alone may show a milestone to be reached.

ALTER TABLE programme ADD COLUMN small_counts BIGINT;
ALTER TABLE programme ADD COLUMN small_base BIGINT;
ALTER TABLE programme ADD COLUMN independent_gate VARCHAR;
