"""Why a level moved: the step that did most, checked against sums written out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import move_reasons, scoring, segmentation
from loyalty.study import Caps, Level, Study, WeightSet

KEYS = ("order_count", "spend", "satisfaction")
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d"],
        "order_count": [10.0, 0.0, 5.0, np.nan],
        "spend": [0.0, 100.0, 50.0, np.nan],
        "satisfaction": [5.0, 5.0, np.nan, 1.0],
        "attribute.region": ["north", "south", "south", "north"],
    }
)
BEFORE = Study(
    as_of=date(2024, 1, 1),
    indicators=KEYS,
    family_weights={"purchase": 0.5, "emotion": 0.5},
    indicator_weights={"order_count": 1, "spend": 1, "satisfaction": 1},
    scale={
        "order_count": Caps(low=0, high=10),
        "spend": Caps(low=0, high=100),
        "satisfaction": Caps(low=1, high=5),
    },
)  # scores: a 1, 0, 1; b 0, 1, 1; c .5, .5, -; d -, -, 0. Index: 75, 75, 50, 0
ROWS = np.arange(4)


def reasons(after: Study, before: Study = BEFORE, rows: np.ndarray = ROWS) -> pd.DataFrame:
    scored = [scoring.scores(CUSTOMERS, one.scale) for one in (before, after)]
    return move_reasons.reasons(CUSTOMERS, before, after, *scored, rows).set_index("row")


def test_the_indicator_that_lost_or_won_weight_is_the_reason_with_its_side():
    found = reasons(BEFORE.change(indicator_weights={"order_count": 1, "satisfaction": 1}))
    # weights .25 .25 .5 -> .5 0 .5; index of a 75 -> 100, of b 75 -> 50, of c 50 -> 50
    assert found["before"].tolist() == [75, 75, 50, 0]
    assert found["after"].tolist() == [100, 50, 50, 0]
    # a: orders +.25 x (100 - 75), spend -.25 x (0 - 75); b the other way round
    assert found.loc[0, ["cause", "indicator", "points"]].tolist() == ["less weak", "spend", 18.75]
    assert found.loc[1, ["cause", "indicator", "points"]].tolist() == [
        "more weak", "order_count", -18.75,
    ]  # fmt: skip


def test_words_say_weight_side_and_points():
    said = move_reasons.sentence("more strong", "spend", 18.75)
    assert said == "More weight on Spend (strong side): +18.8 points"
    assert move_reasons.sentence("cuts", None, np.nan) == "The levels start elsewhere"
    assert move_reasons.signed(-0.004) == "-0.004"


@pytest.mark.parametrize("start", [60.0, 80.0])
def test_a_moved_cut_is_the_reason_where_the_index_alone_would_have_kept_the_level(start):
    levels = (Level(key="low", start=0), Level(key="high", start=70))
    moved = (Level(key="low", start=0), Level(key="high", start=start))
    before = BEFORE.change(levels=levels)
    found = reasons(before.change(levels=moved), before)
    assert set(found["cause"][:3]) == {"cuts"}
    assert found["indicator"].isna().all() and found["points"].isna().all()


def test_an_index_that_rises_into_a_lower_level_fell_by_the_cut():
    before = BEFORE.change(levels=(Level(key="low", start=0), Level(key="high", start=40)))
    after = before.change(
        levels=(Level(key="low", start=0), Level(key="high", start=99)),
        family_weights={"purchase": 0.4, "emotion": 0.6},
    )
    found = reasons(after, before)
    assert found.loc[0, "after"] > found.loc[0, "before"]
    assert found.loc[0, "cause"] == "cuts"


def test_weights_count_where_the_old_cuts_would_have_moved_the_level_too():
    before = BEFORE.change(levels=(Level(key="low", start=0), Level(key="high", start=70)))
    after = before.change(
        levels=(Level(key="low", start=0), Level(key="high", start=65)),
        indicator_weights={"order_count": 1, "satisfaction": 1},
    )
    assert reasons(after, before).loc[1, "indicator"] == "order_count"


def test_too_little_known_weight_is_the_reason_for_no_level():
    after = BEFORE.change(family_weights={"purchase": 0.4, "emotion": 0.6})
    found, back = reasons(after), reasons(BEFORE, after)
    # c knows the two purchases: .5 of the weight before, .4 after
    assert found.loc[2, "cause"] == "lacking"
    assert back.loc[2, "cause"] == "known"


def test_the_scale_and_the_way_to_aggregate_are_steps_of_their_own():
    scale = BEFORE.scale | {"order_count": Caps(low=0, high=20)}
    found = reasons(BEFORE.change(scale=scale))
    assert found.loc[0, ["cause", "points"]].tolist() == ["scale", -12.5]  # 1 -> .5, by .25
    topsis = BEFORE.change(aggregation="topsis")
    found = reasons(topsis)
    away, near = np.sqrt(0.25**2 + 0.5**2), 0.25
    assert found.loc[0, "cause"] == "aggregation"
    assert found.loc[0, "points"] == pytest.approx(100 * away / (away + near) - 75, abs=1e-5)
    # under closeness the sum of weights tells which indicator did it
    assert reasons(
        topsis.change(indicator_weights={"order_count": 1, "satisfaction": 1}), topsis
    ).loc[1, ["cause", "indicator"]].tolist() == ["more weak", "order_count"]  # fmt: skip


def test_the_largest_of_two_steps_counts():
    after = BEFORE.change(
        scale=BEFORE.scale | {"order_count": Caps(low=0, high=11)},
        indicator_weights={"order_count": 1, "satisfaction": 1},
    )
    found = reasons(after)
    assert found.loc[1, "cause"] == "more weak"  # b has no order: the scale does nothing
    assert found.loc[0, "cause"] == "less weak"  # a: scale -2.3, weights more


def test_each_group_is_explained_by_its_own_weights():
    emotion = WeightSet(
        family_weights={"emotion": 1}, indicator_weights=BEFORE.indicator_weights
    )  # only the south
    after = BEFORE.change(group_by="attribute.region", group_weights={"south": emotion})
    found = reasons(after)
    assert found.loc[0, "after"] == 75 and found.loc[1, "after"] == 100
    assert found.loc[1, ["cause", "indicator"]].tolist() == ["less weak", "order_count"]


def test_names_of_levels_that_differ_are_brought_together_in_their_order():
    after = BEFORE.change(levels=(Level(key="low", start=0), Level(key="top", start=60)))
    codes = np.array([0, 1, 2, 3, 4])
    found = move_reasons.moves(BEFORE, after, codes, np.array([0, 0, 1, 1, 2]))
    assert found.names == ["low", "fair", "good", "top", "high", scoring.NOT_ENOUGH]
    old = [found.names[code] for code in found.before]
    assert old == ["low", "fair", "good", "high", scoring.NOT_ENOUGH]
    new = [found.names[code] for code in found.after]
    assert new == ["low", "low", "top", "top", scoring.NOT_ENOUGH]
    assert found.rows.tolist() == [1, 2, 3]
    assert found.up.tolist() == [-1, 1, -1]


def test_equal_levels_keep_their_codes_and_no_level_has_no_direction():
    codes = np.array([0, 3, 4, 2, 1], dtype=np.int8)
    found = move_reasons.moves(BEFORE, BEFORE, codes, np.array([2, 4, 3, 0, 1], dtype=np.int8))
    assert found.before is codes
    assert found.rows.tolist() == [0, 1, 2, 3]
    assert found.up.tolist() == [1, 0, 0, -1]


def test_pairs_are_those_of_all_customers_counted_one_by_one():
    rng = np.random.default_rng(4)
    old, new = rng.integers(0, 5, (2, 300)).astype(np.int8)
    new[:200] = old[:200]
    spend = rng.random(300)
    found = move_reasons.pairs(move_reasons.moves(BEFORE, BEFORE, old, new), spend)
    plain = segmentation.moves(old, new, scoring.level_names(BEFORE), spend)
    plain.loc[plain["source"] == plain["target"], "spend"] = np.nan
    pd.testing.assert_frame_equal(found, plain, check_dtype=False)


def test_the_table_says_levels_index_and_reason_of_each():
    after = BEFORE.change(indicator_weights={"order_count": 1, "satisfaction": 1})
    codes = np.array([3, 3, 2, 0]), np.array([3, 2, 2, 0])
    moves = move_reasons.moves(BEFORE, after, *codes)
    found = move_reasons.table(CUSTOMERS, moves, reasons(after, rows=moves.rows).reset_index())
    assert found.iloc[0].tolist() == [
        "b", "High", "Good", 75, 50, "More weight on Frequency (weak side): -18.8 points",
    ]  # fmt: skip


def test_nobody_moved_gives_an_empty_frame():
    found = reasons(BEFORE, rows=np.array([], dtype=int))
    assert found.empty and "cause" in found
