"""Loyalty Lab: who is loyal, why, who is about to leave, and what would it bring to act."""

__version__ = "0.1.0"
