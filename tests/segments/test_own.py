"""Own rules: they begin with whatever the study has."""

from segments.people import NAN, chosen, groups, people

from loyalty import rfm, segmentation
from loyalty.study import Clusters, Condition, Group, Rule

COLUMNS = ("recency_days", "order_count", "spend", "satisfaction")
FIVE = people(
    [(10, 5, 500, 5), (20, 4, 400, 2), (30, 3, 300, NAN), (40, 2, 200, 1), (NAN, 0, 0, 4)], *COLUMNS
)
LIKES = Condition(column="satisfaction", op=">=", threshold=4)
RULES = (
    Rule(key="best", conditions=(Condition(column="rfm.value", op=">=", threshold=4), LIKES)),
    Rule(key="unheard", conditions=(Condition(column="satisfaction", op="missing"),)),
    Rule(key="not happy", conditions=(Group(match="none", conditions=(LIKES,)),)),
)


def test_rules_of_the_study_stay_and_sort_five_customers_by_hand():
    study = chosen("own", FIVE, segments=RULES)
    assert study.segments == RULES
    assert groups(FIVE, study) == ["best", "not happy", "unheard", "not happy", "unassigned"]


def test_any_scheme_is_a_start_and_keeps_what_it_learned():
    for scheme in ("rfm_named", "rfm_fixed", "value_bands"):
        study = chosen(scheme, FIVE)
        own = study.change(**segmentation.choose("own", FIVE, FIVE["spend"][:0], study))
        assert own.scheme == "own"
        assert own.segments == study.segments
        assert own.thresholds == study.thresholds
        assert groups(FIVE, own) == groups(FIVE, study)


def test_cuts_stay_and_are_learned_where_there_are_none():
    mine = {name: (1.0, 2, 3, 4) for name in rfm.SOURCES}
    assert chosen("own", FIVE, scheme="rfm_fixed", cuts=mine).cuts == mine
    assert chosen("own", FIVE).cuts == rfm.independent(FIVE)


def test_clusters_stay():
    known = Clusters(indicators=("spend",), centres=((1,), (0,)))
    assert chosen("own", FIVE, scheme="clusters", clusters=known).clusters == known


def test_nothing_is_needed():
    nobody = people([(NAN,) * 4], *COLUMNS)
    assert segmentation.lacking("own", nobody) == []
    study = chosen("own", nobody)
    assert (study.cuts, groups(nobody, study)) == ({}, ["unassigned"])
