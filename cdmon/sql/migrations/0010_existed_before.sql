-- Version 10: groups that were there before the programme and only later became known, so that finding them is not growth.

ALTER TABLE groups ADD COLUMN existed_before VARCHAR;
