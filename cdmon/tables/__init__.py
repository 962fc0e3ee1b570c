"""The tables that pages, exports and the command line show: one module a table, one SQL file beside it by the same name."""
