"""The section To-be: targets at touchpoints, and what they would change."""
