"""Sample data: the tables, the scripts that make them, where they come from."""
