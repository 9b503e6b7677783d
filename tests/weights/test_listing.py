from datetime import date

import numpy as np
import pytest

from loyalty.study import Study
from loyalty.weights.listing import COLUMNS, listing

PAIRS = {"purchase|usage": 2, "purchase|emotion": 4, "usage|emotion": 8}
STUDY = Study(
    as_of=date(2024, 7, 1),
    indicators=("spend", "order_count", "satisfaction"),
    family_weights={"purchase": 3, "emotion": 1},
    indicator_weights={"spend": 1, "order_count": 2, "satisfaction": 1},
)


def rows(study, available=("spend", "order_count", "satisfaction")):
    return listing(study, available).to_dict("records")


def test_weights_are_shares_of_the_index_in_the_order_of_the_page():
    found = listing(STUDY, ("spend", "order_count", "satisfaction"))
    assert list(found) == COLUMNS
    assert found["indicator"].tolist() == ["order_count", "spend", "satisfaction"]
    assert found["family"].tolist() == ["purchase", "purchase", "emotion"]
    assert found["weight"].tolist() == pytest.approx([0.5, 0.25, 0.25])
    assert found["method"].tolist() == ["direct"] * 3
    assert found[["group", "consistency_ratio"]].isna().all(axis=None)


def test_what_the_data_cannot_give_weighs_nothing():
    weights = {row["indicator"]: row["weight"] for row in rows(STUDY, ("spend", "satisfaction"))}
    assert weights == pytest.approx({"order_count": 0, "spend": 0.5, "satisfaction": 0.5})
    assert [row["weight"] for row in rows(STUDY, ())] == [0, 0, 0]


def test_each_group_has_its_set_and_all_others_the_study_s_own():
    mine = {"family_weights": {"emotion": 1}, "indicator_weights": {"satisfaction": 1}}
    found = rows(STUDY.change(group_by="attribute.region", group_weights={"north": mine}))
    assert [row["group"] for row in found[3:]] == ["north"] * 3
    assert all(np.isnan(row["group"]) for row in found[:3])
    assert [row["weight"] for row in found[3:]] == [0, 0, 1]
    assert len(rows(STUDY.change(group_weights={"north": mine}))) == 3


def judged(method="ahp", judgements=PAIRS, **choices):
    people = [{"name": "ann", "judgements": judgements}]
    how = {"method": method, "items": ("purchase", "usage", "emotion"), "participants": people}
    return STUDY.change(weighting=how | choices)


def test_judgements_bring_their_consistency_ratio():
    """Purchase 2 x usage, 4 x emotion; usage 8 x emotion: the roots solve det(A - x) = 0."""
    matrix = np.array([[1, 2, 4], [1 / 2, 1, 8], [1 / 4, 1 / 8, 1]])
    ratio = (max(np.linalg.eigvals(matrix).real) - 3) / 2 / 0.58
    for study in (judged(), judged("combine", parts=("entropy", "ahp"))):
        assert [row["consistency_ratio"] for row in rows(study)] == [pytest.approx(ratio)] * 3
    assert {row["method"] for row in rows(judged())} == {"ahp"}


@pytest.mark.parametrize(
    "study",
    [judged("entropy"), judged("combine", parts=("critic", "entropy")), judged(judgements={})],
)
def test_where_judgements_play_no_part_there_is_no_ratio(study):
    assert all(np.isnan(row["consistency_ratio"]) for row in rows(study))
