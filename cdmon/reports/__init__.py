"""Reports for people to read away from the dashboard: put together from tables and pictures, then typeset."""
