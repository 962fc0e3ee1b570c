-- Version 23: each estimate knows its neighbourhood ('' where it is the programme's own, or was not said), so that what is read of one place
-- passes over those of all others by a column that is quick to look through. Whose a figure is follows from its return, as ever.

ALTER TABLE estimates ADD COLUMN neighbourhood VARCHAR DEFAULT '';
UPDATE estimates SET neighbourhood = returns.neighbourhood FROM returns WHERE returns.return_id = estimates.return_id;
