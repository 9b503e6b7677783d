"""The profile of a segment against counts by hand."""

import numpy as np
import pandas as pd
import pytest

from loyalty import intervals
from loyalty.segmentation.profile import INDEX, profile

NAN = float("nan")
NAMES = ["loyal", "lost", "unassigned"]


def customers(count: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(1)
    codes = rng.choice(3, count, p=[0.3, 0.6, 0.1])
    answers = rng.integers(0, 11, count).astype(float)
    answers[rng.random(count) < 0.4] = NAN
    frame = pd.DataFrame(
        {
            "customer_id": [f"c{place}" for place in range(count)],
            "spend": rng.gamma(2, 50, count) * (1 + (codes == 0)),
            "order_count": rng.integers(1, 9, count).astype(float),
            "nps_score": answers,
            "attribute.region": pd.Categorical(rng.choice(["north", "south"], count)),
            "attribute.age": rng.normal(40, 9, count) + 5 * (codes == 0),
            "attribute.empty": np.full(count, NAN),
            "answer.csat": rng.integers(1, 6, count).astype(float),
            "date.joined": pd.Timestamp("2024-01-01"),
        }
    )
    return frame, codes


FRAME, CODES = customers()
INDEXES = np.random.default_rng(2).uniform(0, 100, 400)
LEVELS = pd.Series(
    pd.Categorical(np.where(INDEXES > 50, "high", "low"), categories=["low", "high", "none"])
)


def made(position=0, frame=FRAME, codes=CODES):
    return profile(frame, codes, position, NAMES, ["spend", "order_count"], INDEXES, LEVELS)


def test_size_value_and_members():
    found = made()
    members = FRAME[CODES == 0]
    assert found.ids.tolist() == members["customer_id"].tolist()
    assert found.size["customers"] == len(members)
    assert found.size["share"] == pytest.approx(len(members) / 400)
    assert found.size["spend"] == pytest.approx(members["spend"].sum(), abs=0.01)
    assert found.size["spend_share"] == pytest.approx(
        members["spend"].sum() / FRAME["spend"].sum(), abs=1e-4
    )


def test_indicators_and_the_index_stand_against_the_base():
    found = made().indicators.set_index("column")
    assert set(found.index) == {"spend", "order_count", INDEX}
    assert found.index[0] == "spend"
    assert found.loc["spend", "mean"] == pytest.approx(FRAME["spend"][CODES == 0].mean())
    assert found.loc[INDEX, "base_mean"] == pytest.approx(INDEXES.mean())
    assert found.loc[INDEX, "median"] == pytest.approx(np.median(INDEXES[CODES == 0]))


def test_attributes_and_answers_that_say_something():
    found = made()
    assert found.numbers["column"].tolist() == ["attribute.age", "answer.csat"]
    assert set(found.categories["column"]) <= {"attribute.region"}
    assert found.numbers["mean"][0] == pytest.approx(FRAME["attribute.age"][CODES == 0].mean())


def test_levels_of_the_segment_and_of_all():
    found = made().levels.set_index("level")
    high = (INDEXES > 50) & (CODES == 0)
    assert found.loc["high", "customers"] == high.sum()
    assert found.loc["high", "share"] == pytest.approx(high.sum() / (CODES == 0).sum())
    assert found.loc["high", "base_customers"] == (INDEXES > 50).sum()
    assert found.loc["none", ["customers", "share", "base_share"]].tolist() == [0, 0, 0]


def test_the_net_promoter_score_of_the_members():
    answers = FRAME["nps_score"][CODES == 0].dropna()
    yes, no = (answers >= 9).sum(), (answers <= 6).sum()
    found = made().recommend
    assert (found.promoters, found.detractors, found.answers) == (yes, no, len(answers))
    expected = intervals.nps(int(yes), int(len(answers) - yes - no), int(no))
    assert (found.score, found.low, found.high) == expected
    assert found.score == pytest.approx(100 * (yes - no) / len(answers))


def test_the_question_may_come_as_an_answer_or_not_at_all():
    as_answer = FRAME.rename(columns={"nps_score": "answer.nps"})
    assert made(frame=as_answer).recommend == made().recommend
    nobody = made(frame=FRAME.drop(columns="nps_score")).recommend
    assert nobody.answers == 0 and np.isnan(nobody.score)


def test_known_counts_of_every_segment():
    found = made().known
    assert len(found) == 3
    expected = [FRAME["nps_score"][code == CODES].notna().sum() for code in range(3)]
    assert found["recommend"].tolist() == expected
    assert found["spend"].tolist() == np.bincount(CODES).tolist()


def test_a_segment_without_customers_and_no_customers_at_all():
    empty = made(2, codes=np.where(CODES == 2, 1, CODES))
    assert empty.size["customers"] == 0 and len(empty.ids) == 0
    assert empty.indicators["mean"].isna().all() and empty.categories.empty
    nobody = profile(FRAME[:0], CODES[:0], 0, NAMES, ["spend"], INDEXES[:0], LEVELS[:0])
    assert nobody.size["customers"] == 0 and nobody.indicators["base_mean"].isna().all()


def test_one_customer():
    found = profile(FRAME[:1], np.array([0]), 0, NAMES, ["spend"], INDEXES[:1], LEVELS[:1])
    row = found.indicators.set_index("column").loc["spend"]
    assert row["difference"] == 0 and row["standardised"] == 0 and np.isnan(row["low"])
