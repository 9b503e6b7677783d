"""Sections of the Indicators page, one file each."""
