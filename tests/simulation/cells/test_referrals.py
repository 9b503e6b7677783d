"""Word of mouth: counted by hand, in proportion to those who stay, nothing where nobody says so."""

import numpy as np
import pandas as pd
import pytest
from simulation.cells.test_cells import ago
from simulation.worlds import one_cell, study
from tables import open_literal, orders

from loyalty import simulation
from loyalty.simulation import model
from loyalty.study import Range

ROWS = [
    *[("ann", ago(days), 10) for days in (10, 40, 75, 100, 170, 190)],
    ("bea", ago(64), 20), ("cid", ago(5), 7), ("dan", ago(20), 7), ("eve", ago(185), 7),
]  # fmt: skip
PEOPLE = ("ann", "bea", "cid", "dan", "eve")


def counted(folder, referrers):
    people = pd.DataFrame({"customer_id": PEOPLE})
    tables = {"orders": orders(ROWS)}
    if referrers:
        tables["customers"] = people.assign(referred_by=referrers)
    opened = open_literal(folder, **tables)
    return simulation.cells(opened, people, study(active_days=60))


def test_first_time_customers_who_name_another_are_referred(tmp_path):
    found = counted(tmp_path, [None, "ann", "ann", "dan", "ann"])
    # Of bea, cid and dan, who came in the months counted, dan names himself; eve came before.
    assert (found.arrivals.sum(), found.referred) == (3, 2)


@pytest.mark.parametrize("referrers", [None, [None] * 5, ["gone"] * 5])
def test_nobody_is_referred_where_nobody_known_is_named(tmp_path, referrers):
    assert counted(tmp_path, referrers).referred == 0


def growing(referred, **choices):
    """100 new customers a month, some of whom other customers referred, and 9,000 who stay."""
    cells = one_cell(
        0.9, customers=10_000, evidence=120_000, arrivals=np.full(12, 100), referred=referred
    )
    return cells, study(draws=200, months=1, **choices)


def test_arrivals_are_the_same_today_whoever_brought_them():
    for referred in (0, 600):
        cells, chosen = growing(referred)
        came = simulation.run(cells, chosen, []).metric("do_nothing", "customers")[0] - 9_000
        assert came.mean() == pytest.approx(100, rel=0.05)


def test_word_of_mouth_goes_with_those_who_stay():
    cells, chosen = growing(600)
    base = model.world(cells, chosen)[0]
    assert base.new_customers.mean() == pytest.approx(50, rel=0.02)
    assert base.word_of_mouth.mean() == pytest.approx(600 / 108_000, rel=0.02)
    level = {"arrivals_level": Range(low=-50, high=-50)}
    fewer = model.world(cells, chosen.change(general=level))[0]
    assert np.allclose(fewer.word_of_mouth, base.word_of_mouth / 2)


def test_more_who_stay_bring_more():
    cells, chosen = growing(600)
    few, many = (
        simulation.run(one, chosen, []).metric("do_nothing", "orders")[0].mean()
        - one.table["customers"].sum() * 0.9
        for one in (cells, one_cell(0.9, customers=20_000, evidence=120_000,
                                    arrivals=cells.arrivals, referred=600))
    )  # fmt: skip
    assert few == pytest.approx(100, abs=12)
    assert many == pytest.approx(150, abs=15)
