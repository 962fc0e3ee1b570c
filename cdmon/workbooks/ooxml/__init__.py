"""A person's own .xlsx or .xlsm, edited part by part: what is not edited stays byte for byte as it was."""
