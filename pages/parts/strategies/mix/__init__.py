"""The section of mixes and budgets."""
