"""Feedback cases: which there are, how far each one is, and what became of them."""
