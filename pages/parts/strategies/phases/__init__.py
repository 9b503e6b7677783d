"""The section of phases."""
