"""A shared profile gives no single customer away, not by subtraction either."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from loyalty.report.profiles import suppressed
from loyalty.segmentation.profile import profile

NAN = float("nan")
NAMES = ["many", "some", "few", "none"]
LEVELS = ["low", "high"]


def made(position: int, sizes=(300, 40, 7, 0), answered: int = 10_000):
    rng = np.random.default_rng(1)
    codes = np.repeat(range(4), sizes)
    count = len(codes)
    answers = rng.integers(0, 11, count).astype(float)
    answers[answered:] = NAN
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{place}" for place in range(count)],
            "spend": rng.gamma(2, 50, count) + 1000 * (codes == 2),
            "nps_score": answers,
            "attribute.region": pd.Categorical(
                np.where(rng.random(count) < np.where(codes == 1, 0.9, 0.5), "north", "south")
            ),
        }
    )
    index = rng.uniform(0, 100, count)
    levels = pd.Series(pd.Categorical(np.where(index > 50, "high", "low"), categories=LEVELS))
    return profile(frame, codes, position, NAMES, ["spend", "nps_score"], index, levels)


def test_a_small_segment_has_no_profile():
    found = suppressed(made(2))
    assert found.size[["customers", "share", "spend", "spend_share"]].isna().all()
    assert len(found.ids) == 0
    shown = found.indicators[["known", "mean", "median", "difference", "low", "high"]]
    assert shown.isna().all(axis=None) and found.indicators["standardised"].isna().all()
    assert found.categories.empty
    assert found.levels[["customers", "share"]].isna().all(axis=None)
    assert np.isnan(found.recommend.score) and np.isnan(found.recommend.answers)


def test_the_next_smallest_is_hidden_too_where_it_would_give_the_small_one_away():
    assert suppressed(made(1)).indicators["mean"].isna().all()
    assert np.isnan(suppressed(made(1)).recommend.score)
    large = suppressed(made(0)).indicators
    assert large["mean"].notna().all()


def test_averages_of_all_shown_segments_do_not_tell_the_hidden_ones():
    """What the total less the shown ones leaves belongs to at least ten customers together."""
    profiles = [made(place) for place in range(3)]
    shown = [suppressed(one).indicators.set_index("column") for one in profiles]
    hidden = [one.loc["spend", "mean"] != one.loc["spend", "mean"] for one in shown]
    assert hidden == [False, True, True]
    assert sum(size for size, gone in zip((300, 40, 7), hidden, strict=True) if gone) >= 10


def test_an_indicator_few_have_is_left_out_by_itself():
    found = suppressed(made(0, sizes=(300, 40, 20, 0), answered=305))
    rows = found.indicators.set_index("column")
    assert np.isnan(rows.loc["nps_score", "mean"])  # else the 5 of "some" were the rest
    assert rows.index[-1] == "nps_score"
    assert rows.loc["spend", "mean"] > 0
    assert np.isnan(found.recommend.score)


def test_what_is_shown_is_rounded():
    exact, found = made(0, sizes=(303, 44, 20, 0)), suppressed(made(0, sizes=(303, 44, 20, 0)))
    assert found.size["customers"] == 305 and found.size["share"] == pytest.approx(305 / 365)
    row, before = (one.indicators.set_index("column").loc["spend"] for one in (found, exact))
    assert row["mean"] == pytest.approx(float(f"{before['mean']:.3g}")) and row["known"] == 305
    assert row["base_mean"] == pytest.approx(float(f"{before['base_mean']:.3g}"))
    assert row["base_known"] == 365
    assert row["difference"] == pytest.approx(row["mean"] - row["base_mean"])
    assert row["standardised"] == round(before["standardised"], 1)
    level, levels = found.levels.iloc[0], exact.levels.iloc[0]
    assert level["customers"] == 5 * round(levels["customers"] / 5)
    assert level["share"] == pytest.approx(level["customers"] / 305)
    assert found.recommend.promoters % 5 == 0 and found.recommend.score % 1 == 0


def test_values_are_shown_where_enough_have_them_and_enough_have_not():
    exact = made(1, sizes=(300, 40, 20, 0)).categories
    row = exact[exact["value"] == "north"].iloc[0]
    assert row["customers"] in (36, 37, 38, 39, 40, 35, 34, 33, 32, 31)
    assert row["known"] - row["customers"] < 10  # so few others: left out
    assert suppressed(made(1, sizes=(300, 40, 20, 0))).categories.empty
    many = made(1, sizes=(300, 200, 20, 0))
    found, before = suppressed(many).categories.iloc[0], many.categories.iloc[0]
    assert found["value"] == "north"
    assert found["customers"] == 5 * round(before["customers"] / 5)
    assert found["share"] == pytest.approx(found["customers"] / found["known"])
    assert found["lift"] == round(found["share"] / found["base_share"], 1)


def test_no_customers_and_an_empty_segment():
    empty = suppressed(made(3))
    assert empty.size["customers"] == 0 and empty.categories.empty
    assert empty.indicators["mean"].isna().all()
    nobody = suppressed(made(0, sizes=(0, 0, 0, 0)))
    assert nobody.size["customers"] == 0 and np.isnan(nobody.base_recommend.score)


def test_few_answers_of_everybody_are_left_out():
    found = suppressed(made(0, sizes=(300, 40, 20, 0), answered=8))
    assert np.isnan(found.base_recommend.score)


def test_a_score_that_would_give_a_hidden_count_away_is_left_out():
    exact = made(2, sizes=(300, 200, 60, 0))
    few = replace(exact, recommend=replace(exact.recommend, promoters=40, passives=4))
    assert np.isnan(suppressed(few).recommend.score)
    enough = replace(exact, recommend=replace(exact.recommend, promoters=40, passives=12))
    assert not np.isnan(suppressed(enough).recommend.score)
