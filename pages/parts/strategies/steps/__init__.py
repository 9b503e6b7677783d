"""The arithmetic behind a result, and how the model works."""
