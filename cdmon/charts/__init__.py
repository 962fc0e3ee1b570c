"""Pictures of tables, made from nothing else: for pages and for reports alike."""
