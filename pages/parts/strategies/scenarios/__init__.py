"""Scenarios: all that the study keeps, compared side by side, and carried in a file."""
