"""The loss at a broken hand-over, counted by hand, and what stands in the cells."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta
from simulation.worlds import AS_OF, study
from tables import open_literal, orders

from loyalty import simulation
from loyalty.intervals import newcombe
from loyalty.journey import read
from loyalty.simulation.cells import handover_loss
from loyalty.study import Study

PEOPLE = 400
IDS = pd.Series([f"c{number:03d}" for number in range(PEOPLE)])


def ago(days):
    return AS_OF - timedelta(days=days)


def visits(first=110, again=40):
    """Everybody sees a quote after a visit, or not: c000, c002, ... do; the others do not.

    Three of four of the former and one of four of the latter buy 20 days later. Every eighth
    customer, who does not come, passes a second time `again` days ago.
    """
    rows = []
    for number, name in enumerate(IDS):
        comes, buys = number % 2 == 0, number % 8 in (0, 2, 4, 1)
        rows.append((name, ago(first), "Showroom visit"))
        if comes:
            rows.append((name, ago(first - 3), "Online quote"))
        if buys:
            rows.append((name, ago(first - 20), "Checkout"))
        if number % 8 == 3:
            rows.append((name, ago(again), "Showroom visit"))
    names = ("customer_id", "time", "touchpoint")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return columns | {"position": list(range(len(rows)))}


def tables(folder, **changes):
    placed = [(name, ago(days), 10) for name in IDS for days in (150, 30)]
    return open_literal(folder, orders=orders(placed), events=visits(**changes))


def chosen(**journey) -> Study:
    plain = study(active_days=70)
    choices = plain.journey.model_copy(update={"orders": "none"} | journey)
    return plain.change(journey=choices)


def test_loss_and_reach_are_counted_by_hand(tmp_path):
    found = handover_loss.measure(tables(tmp_path), chosen(), IDS, np.ones(PEOPLE, dtype=bool))
    low, high = newcombe(150, 200, 50, 200)
    inwards = 1.6449 / 1.9600
    ends = [100 * (0.5 + (end - 0.5) * inwards) for end in (low, high)]
    loss = found["handover_loss"]
    assert [loss.low, loss.high] == pytest.approx(ends, abs=0.01)
    reach = found["handover_reach"]
    share = beta.ppf([0.05, 0.95], 50 + 0.5, 350 + 0.5)
    assert [reach.low, reach.high] == pytest.approx(100 * share, abs=0.01)
    assert (found["handover_days"].low, found["handover_days"].high) == (90, 90)


def test_only_active_customers_are_reached(tmp_path):
    active = np.arange(PEOPLE) % 8 != 3
    reach = handover_loss.measure(tables(tmp_path), chosen(), IDS, active)["handover_reach"]
    assert reach.high < 1


@pytest.mark.parametrize(("again", "passed"), [(13, False), (14, True), (103, True), (104, False)])
def test_a_hand_over_is_broken_when_its_window_is_over(tmp_path, again, passed):
    asked = chosen()
    log = read(tables(tmp_path, first=130, again=again), asked)
    pair = pd.Series({"level": "touchpoint", "source": "Showroom visit", "target": "Online quote"})
    found = handover_loss.broken(log, asked, pair)
    assert found.sum() == (50 if passed else 0)


def test_between_channels_any_other_counts(tmp_path):
    events = visits() | {"channel": []}
    events["channel"] = [
        "store" if name == "Showroom visit" else "web" for name in events["touchpoint"]
    ]
    asked = chosen()
    log = read(open_literal(tmp_path, events=events), asked)
    names = ("level", "source", "target", "source_channel", "target_channel")
    for to in ("web", np.nan):
        pair = pd.Series(
            dict(zip(names, ("channel", "Showroom visit", np.nan, "store", to), strict=True))
        )
        assert handover_loss.broken(log, asked, pair).sum() == 50


def test_without_events_or_comparisons_nothing_is_said(tmp_path):
    everybody = np.ones(PEOPLE, dtype=bool)
    without = open_literal(tmp_path, orders=orders([("c000", date(2023, 12, 1), 10)]))
    assert handover_loss.measure(without, chosen(), IDS, everybody) == {}
    few = {name: column[:20] for name, column in visits().items()}
    told = open_literal(tmp_path, events=few)
    assert handover_loss.measure(told, chosen(), IDS, everybody) == {}
    nobody = np.zeros(PEOPLE, dtype=bool)
    assert handover_loss.measure(tables(tmp_path), chosen(), IDS, nobody) == {}


def test_of_many_customers_every_kth_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(handover_loss, "MOST", 140)
    everybody = np.ones(PEOPLE, dtype=bool)
    found = handover_loss.measure(tables(tmp_path), chosen(), IDS, everybody)
    kept = IDS[::3]
    bought = [number % 8 in (0, 2, 4) for number in kept.index if number % 2 == 0]
    missed = [number % 8 == 1 for number in kept.index if number % 2 == 1]
    low, high = newcombe(sum(bought), len(bought), sum(missed), len(missed))
    gap = np.mean(bought) - np.mean(missed)
    ends = [100 * (gap + (end - gap) * 1.6449 / 1.9600) for end in (low, high)]
    loss = found["handover_loss"]
    assert [loss.low, loss.high] == pytest.approx(ends, abs=0.01)


def test_the_cells_hold_it_and_the_strategy_takes_it_as_measured(tmp_path):
    asked = chosen()
    customers = pd.DataFrame({"customer_id": IDS})
    cells = simulation.cells(tables(tmp_path), customers, asked)
    frame = simulation.assumptions(asked, cells)
    rows = frame[frame["strategy"] == "handover_repair"].set_index("assumption")
    measured = ["handover_reach", "handover_loss", "handover_days"]
    assert rows.loc[measured, "grade"].tolist() == ["measured"] * 3
    assert rows.loc["handover_loss", "low"] == cells.measured["handover_loss"].low
    assert rows.loc[["caused", "mended"], "grade"].tolist() == ["guessed"] * 2
