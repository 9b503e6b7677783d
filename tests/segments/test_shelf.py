"""The shelf of schemes: complete, explained, and told apart by name and by colour."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from loyalty import features, segmentation
from loyalty.indicators import BY_KEY
from loyalty.segments import CATALOGUE, GROUPS, SCHEMES, THRESHOLDS

SHELF = Path(segmentation.__file__).parents[1] / "segments"
ORDER = [
    "rfm_named", "rfm_quintiles", "rfm_nested", "rfm_fixed", "value_bands", "life_cycle",
    "dick_basu", "oliver", "price_value", "clusters", "own",
]  # fmt: skip


def test_every_file_of_the_shelf_stands_in_the_catalogue():
    files = {path.stem for path in SHELF.glob("*.py")} - {"__init__", "base"}
    assert {scheme.key for scheme in CATALOGUE} == files
    assert [scheme.key for scheme in CATALOGUE] == ORDER


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
    for threshold in scheme.thresholds:
        assert threshold.label
        assert threshold.meaning.startswith("Default: ")
        assert threshold.meaning.endswith(".")
    named = {
        one.threshold for one in segmentation.conditions(segmentation.default_rules(scheme.key))
    }
    shown = {one.key for one in scheme.thresholds}
    assert {name for name in named if isinstance(name, str)} == shown


@pytest.mark.parametrize("scheme", CATALOGUE, ids=lambda one: one.key)
def test_a_scheme_names_columns_that_there_can_be(scheme):
    conditions = segmentation.conditions(segmentation.default_rules(scheme.key))
    named = {one.column for one in conditions} | set(scheme.needs)
    named |= {one.column for one in scheme.thresholds}
    assert all(name in BY_KEY or features.is_known(name) for name in named)


@pytest.mark.parametrize("scheme", CATALOGUE, ids=lambda one: one.key)
def test_the_last_group_takes_everybody_left(scheme):
    left = [not group.conditions for group in scheme.groups]
    assert left == [False] * (len(left) - 1) + [True] * bool(left)


def test_keys_and_labels_are_told_apart():
    keys = [group.key for scheme in CATALOGUE for group in scheme.groups]
    assert len(keys) == len(set(keys)) == len(GROUPS)
    labels = [group.label for group in GROUPS.values()]
    assert len(labels) == len(set(labels))
    assert len(SCHEMES) == len(CATALOGUE)
    sliders = [one.label for one in THRESHOLDS.values()]
    assert len(sliders) == len(set(sliders))


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SEEN = {
    "by all cones": np.eye(3),
    "without red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
APART = 12  # of CIE 1976; about 2 can just be told apart side by side


def lab(colour, eyes):
    """A colour as these eyes see it, in CIE L*a*b*."""
    plain = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(eyes) @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("scheme", CATALOGUE, ids=lambda one: one.key)
def test_colours_of_a_scheme_are_told_apart(scheme, eyes):
    for one, two in combinations(scheme.groups, 2):
        distance = np.linalg.norm(lab(one.colour, SEEN[eyes]) - lab(two.colour, SEEN[eyes]))
        assert distance >= APART, (one.key, two.key, distance)


KIN = [
    ("champions", "rfmq_champions", "value_high", "cycle_loyal", "dick_basu_true", "oliver_action"),
    ("new", "rfmn_new", "cycle_new"),
    ("lost", "rfmf_lost", "cycle_lost", "dick_basu_none", "oliver_none"),
    ("no_orders", "rfmq_no_orders", "value_none", "cycle_prospect", "price_no_orders"),
    ("no_orders", "dick_basu_unasked", "oliver_unasked", "cluster_none"),
]


@pytest.mark.parametrize("keys", KIN, ids=lambda keys: keys[0])
def test_the_same_kind_of_group_has_the_same_colour_in_every_scheme(keys):
    assert len({GROUPS[key].colour for key in keys}) == 1
