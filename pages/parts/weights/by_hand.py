"""Weights chosen directly: no method found them, and the study says so."""

from typing import Any

from pages import _session as session


def change(**choices: Any) -> None:
    """Write weights into the draft; whom a method asked or joined stays for a next time."""
    how = session.study().weighting.model_copy(update={"method": "direct"})
    session.change(weighting=how, **choices)
