-- Version 6: where a figure comes from, as the rows it is made of say themselves; NULL or '' where the dataset says it.

ALTER TABLE estimates ADD COLUMN provenance VARCHAR;
