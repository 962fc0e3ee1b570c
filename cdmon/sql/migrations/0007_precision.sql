-- Version 7: the precision of an estimate as the sample's rows tell it; what Student's t makes of few clusters is worked out when it is read.
-- A row of before has the smaller size of its interval as n_effective and no degrees, which together give the interval it had.

ALTER TABLE estimates ADD COLUMN degrees DOUBLE; -- clusters less strata; NULL where no clusters are named
ALTER TABLE estimates DROP COLUMN design_effect;
