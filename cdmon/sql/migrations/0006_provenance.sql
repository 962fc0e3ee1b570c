-- Version 6: where a figure comes from, as the rows it is made of say themselves; NULL or '' where the dataset says it.

ALTER TABLE estimates ADD COLUMN provenance VARCHAR;

-- Which returns count is the query tables/counting.sql, which finds it in a third of the time.
DROP MACRO TABLE current_returns;
DROP MACRO TABLE returns_in_states;
