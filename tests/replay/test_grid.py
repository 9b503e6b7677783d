"""The R x F grid of two days, counted by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import replay, rfm
from loyalty.study import Study

CUTS = {"rfm.recency": (10.0, 20.0, 30.0, 40.0), "rfm.frequency": (1.0, 2.0, 3.0, 4.0)}
NAN = float("nan")


def customers(rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["recency_days", "order_count"], dtype=float)
    return frame.assign(spend=1.0)


def test_cells_of_two_days():
    then = customers([(10, 1), (11, 1), (50, 9), (NAN, 0)])
    now = customers([(5, 5), (41, 5), (5, 5), (20, 2)])
    found = replay.rf_grid(then, now, CUTS).set_index(["recency", "frequency"])
    assert len(found) == 25
    assert found["then"].sum() == 3 and found["now"].sum() == 4
    assert found.loc[(5, 1)].tolist() == pytest.approx([1, 0, 1 / 3, 0, -1 / 3])
    assert found.loc[(4, 1), "then"] == 1
    assert found.loc[(1, 5)].tolist() == pytest.approx([1, 1, 1 / 3, 1 / 4, -1 / 12])
    assert found.loc[(5, 5)].tolist() == pytest.approx([0, 2, 0, 0.5, 0.5])
    assert found.loc[(4, 2), "now"] == 1
    assert found["change"].sum() == pytest.approx(0)


def test_the_grid_is_the_cross_table_of_the_ratings():
    rng = np.random.default_rng(2)
    frames = [
        customers(np.column_stack([rng.integers(0, 60, 400), rng.integers(1, 8, 400)]))
        for _day in range(2)
    ]
    found = replay.rf_grid(*frames, CUTS)
    for frame, column in zip(frames, ("then", "now"), strict=True):
        rated = rfm.ratings(frame, CUTS)
        expected = pd.crosstab(rated["rfm.recency"], rated["rfm.frequency"])
        counts = found.pivot(index="recency", columns="frequency", values=column)
        assert (counts == expected.reindex(index=range(1, 6), columns=range(1, 6)).fillna(0)).all(
            axis=None
        )


def test_without_buyers_there_is_no_share():
    nobody = customers([(NAN, 0)])
    found = replay.rf_grid(nobody, customers([(5, 1)]), CUTS)
    assert found["then"].sum() == 0 and found["then_share"].isna().all()
    assert found["change"].isna().all() and found["now"].sum() == 1
    assert replay.rf_grid(nobody, nobody, {})["now"].sum() == 0


def test_cuts_are_the_studys_where_one_set_holds_for_all():
    study, base = Study(as_of=date(2024, 1, 1)), customers([(day, day) for day in range(1, 11)])
    own = study.change(cuts=CUTS | {"rfm.monetary": (1.0, 2.0, 3.0, 4.0)})
    assert replay.grid_cuts(base, own) == CUTS
    found = replay.grid_cuts(base, study)
    assert list(found) == list(CUTS)
    assert [pytest.approx(one) for one in found.values()] == [(2.8, 4.6, 6.4, 8.2)] * 2
    within = study.change(cuts={"rfm.recency": CUTS["rfm.recency"],
                                "rfm.frequency.1": CUTS["rfm.frequency"]})  # fmt: skip
    assert replay.grid_cuts(base, within) == found
    assert replay.grid_cuts(customers([(NAN, 0)]), study) == {}
