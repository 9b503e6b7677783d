"""Sections of the Segments page, one file each."""
