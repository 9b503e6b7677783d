"""Sections of the Strategies page, one file or folder each."""
