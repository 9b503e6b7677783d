from datetime import date

import pytest

from loyalty.problems import Conflict
from loyalty.store.merge import changed, merge
from loyalty.study import Caps, Study

BASE = Study(
    as_of=date(2024, 1, 1),
    active_days=90,
    thresholds={"recent": 30, "often": 5},
    scale={"spend": Caps(low=0, high=10)},
    indicators=("spend",),
)


def test_changed_names_fields_and_entries():
    new = BASE.change(active_days=60, thresholds={"recent": 30, "often": 6, "rich": 9})
    assert changed(BASE, new) == ("active_days", "thresholds.often", "thresholds.rich")
    assert changed(BASE, BASE) == ()
    assert "as_of" in changed(None, BASE)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (
            {"active_days": 60},
            {"as_of": date(2024, 2, 1)},
            {"active_days": 60, "as_of": date(2024, 2, 1)},
        ),
        (
            {"thresholds": {"recent": 31, "often": 5}},
            {"thresholds": {"recent": 30, "often": 7}},
            {"thresholds": {"recent": 31, "often": 7}},
        ),
        (
            {"thresholds": {"often": 5}},
            {"thresholds": {"recent": 30, "often": 5, "rich": 1}},
            {"thresholds": {"often": 5, "rich": 1}},
        ),
        (
            {"scale": {"spend": {"low": 1, "high": 9}}},
            {"indicators": ("spend", "order_count")},
            {"scale": {"spend": {"low": 1, "high": 9}}, "indicators": ("spend", "order_count")},
        ),
        ({"active_days": 60}, {"active_days": 60}, {"active_days": 60}),
    ],
)
def test_changes_of_different_fields_come_together(mine, theirs, both):
    expected = BASE.change(**both)
    assert merge(BASE, BASE.change(**mine), BASE.change(**theirs)) == expected
    assert merge(BASE, BASE.change(**theirs), BASE.change(**mine)) == expected


def test_insisting_overrides_the_same_field_and_nothing_else():
    mine = BASE.change(thresholds={"recent": 1, "often": 5})
    theirs = BASE.change(thresholds={"recent": 2, "often": 6}, active_days=60)
    both = merge(BASE, mine, theirs, insist=True)
    assert both == theirs.change(thresholds={"recent": 1, "often": 6})


@pytest.mark.parametrize(
    ("mine", "theirs", "named"),
    [
        ({"active_days": 60}, {"active_days": 70}, "active_days"),
        (
            {"thresholds": {"recent": 1, "often": 5}},
            {"thresholds": {"recent": 2, "often": 6}},
            "thresholds.recent",
        ),
        ({"thresholds": {"often": 5}}, {"thresholds": {"recent": 9, "often": 5}}, "recent"),
    ],
)
def test_the_same_field_is_a_conflict_that_names_it(mine, theirs, named):
    with pytest.raises(Conflict, match=named):
        merge(BASE, BASE.change(**mine), BASE.change(**theirs))
