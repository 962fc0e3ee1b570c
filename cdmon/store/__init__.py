"""The ground of the store: where it is, how it is connected to, its schema, and what can be wrong with it."""
