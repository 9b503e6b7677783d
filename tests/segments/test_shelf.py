"""The shelf of schemes: complete, explained, and every group can be reached."""

import re
from pathlib import Path

import pytest

from loyalty import segmentation
from loyalty.segments import CATALOGUE, GROUPS, SCHEMES, THRESHOLDS

SHELF = Path(segmentation.__file__).parents[1] / "segments"


def test_every_file_of_the_shelf_stands_in_the_catalogue():
    files = {path.stem for path in SHELF.glob("*.py")} - {"__init__", "base"}
    assert {scheme.key for scheme in CATALOGUE} == files


@pytest.mark.parametrize("scheme", CATALOGUE, ids=lambda one: one.key)
def test_a_scheme_explains_itself(scheme):
    assert scheme.label
    assert scheme.meaning.endswith("?")
    assert scheme.source.endswith(".")
    for group in scheme.groups:
        assert group.label
        assert group.meaning.endswith(".")
        assert group.action.endswith(".")
        assert re.fullmatch("#[0-9A-F]{6}", group.colour)
    named = {
        one.threshold for one in segmentation.conditions(segmentation.default_rules(scheme.key))
    }
    shown = {one.key for one in scheme.thresholds}
    assert {name for name in named if isinstance(name, str)} == shown


def test_keys_are_told_apart():
    keys = [group.key for scheme in CATALOGUE for group in scheme.groups]
    assert len(keys) == len(set(keys)) == len(GROUPS)
    assert len(SCHEMES) == len(CATALOGUE)
    assert THRESHOLDS
