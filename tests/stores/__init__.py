"""A small store of each version of the schema that was released, packed: `python -m tests.stores` adds one of the newest."""
