-- Version 18: of a question of the programme's own, what its survey writes where there is no answer.

ALTER TABLE local_questions ADD COLUMN no_answer VARCHAR;
