"""The journey map: stages across, below one another how many come, how it feels, and where."""
