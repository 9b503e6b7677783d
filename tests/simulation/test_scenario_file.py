"""A scenario file gives the same numbers elsewhere, holds no customer, and refuses what is odd."""

import json
import re
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from simulation.worlds import AS_OF, study
from tables import open_literal, orders

from loyalty import simulation
from loyalty.problems import Refused
from loyalty.simulation import cells_file, scenario_file
from loyalty.simulation.outcomes import outcomes
from loyalty.simulation.scenario_file import from_json, to_json
from loyalty.study import Action, Audience, Phases, Range, Scenario, Study

FEW = study(draws=100, months=4, seed=7, general={"margin_share": Range(low=30, high=31)})
PROMOTION = Scenario(
    name="Frühling 春", strategy="price_promotion", reach=40, budget=5000,
    assumptions={"depth": Range(low=5, high=10)}, audience=Audience(segments=("ample",)),
)  # fmt: skip
RECOVERY = Scenario(
    strategy="service_recovery", also=(Action(strategy="win_back", start=2),), contacts=2,
    together=Range(low=-10, high=10), phases=Phases(preparation=1, pilot=1, roll_out=1),
)  # fmt: skip
BOTH = (PROMOTION, RECOVERY)


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """Cells of 40 customers with ids and comments that must not leave; one segment is small."""
    rows = [
        (f"secret-{n:02}", AS_OF - timedelta(days=1 + n + 25 * k), 10 + n)
        for n in range(40)
        for k in range(n % 6 + 1)
    ]
    rows = [(who, day.isoformat(), amount) for who, day, amount in rows]
    answered = pd.DataFrame({"customer_id": [f"secret-{n:02}" for n in range(40)]}).assign(
        segment=["few"] * 6 + ["ample"] * 34, nps_score=[10.0] * 20 + [np.nan] * 20
    )
    found = open_literal(tmp_path_factory.mktemp("tables"), orders=orders(rows))
    return simulation.cells(found, answered, FEW)


@pytest.fixture(scope="module")
def text(cells):
    return to_json(cells, FEW, BOTH)


def refused(text):
    with pytest.raises(Refused) as error:
        from_json(text)
    return str(error.value)


def test_the_cells_of_a_file_give_the_same_numbers_to_the_last_bit(cells, text):
    read = from_json(text.encode())
    assert read.study.scenarios == BOTH
    ours = simulation.run(cells, FEW, BOTH)
    theirs = simulation.run(read.cells, read.study, read.study.scenarios)
    assert set(ours.segments) == {"few", "ample"}
    assert theirs.segments == ours.segments
    for name in ours.paths:
        assert ours.paths[name].tobytes() == theirs.paths[name].tobytes()
        assert ours.mix[name].tobytes() == theirs.mix[name].tobytes()


def test_a_file_read_and_written_again_is_the_same_file(text):
    read = from_json(text)
    assert to_json(read.cells, read.study, read.study.scenarios) == text


def test_cells_come_back_as_they_were(cells, text):
    back = from_json(text).cells
    same = back.table[list(cells.table)]
    pd.testing.assert_frame_equal(same, cells.table, check_dtype=False)
    assert back.spread == cells.spread
    assert back.measured == cells.measured
    assert back.arrivals.tolist() == cells.arrivals.tolist()


def test_settings_and_choices_come_back_and_nothing_else_of_the_study():
    full = FEW.change(scenarios=[PROMOTION], thresholds={"secret": 3}, active_days=77, claims=True)
    read = from_json(to_json(None, full, [RECOVERY]))
    assert read.cells is None
    kept = {"months": 4, "draws": 100, "seed": 7, "claims": True, "general": FEW.general}
    expected = Study(as_of=AS_OF).change(**kept, scenarios=(RECOVERY,))
    assert read.study == expected


def test_there_is_no_customer_in_it(text):
    assert "secret" not in text
    kept = set(json.loads(text))
    assert kept == {
        "kind", "version", "as_of", "months", "draws", "seed", "general", "claims", "scenarios",
        "cells",
    }  # fmt: skip


def test_cells_of_fewer_than_ten_customers_are_counted(cells):
    sizes = cells.table["customers"].tolist()
    assert cells_file.small(cells) == sum(0 < size < 10 for size in sizes) > 0


def test_outcomes_are_those_of_each_scenario_alone_and_missing_for_doing_nothing(cells):
    compared = [PROMOTION, Scenario(), RECOVERY, PROMOTION]
    found = outcomes(cells, FEW, compared)
    assert found.loc[1].isna().all()
    for place in (0, 2, 3):
        alone = simulation.run(cells, FEW, [compared[place]]).decision().iloc[0]
        for column in ("gain_p05", "gain_p50", "chance", "cost", "worst_decile"):
            assert found.loc[place, column] == alone[column]


def test_outcomes_do_not_depend_on_how_many_are_held_at_once(cells, monkeypatch):
    whole = outcomes(cells, FEW, [*BOTH, PROMOTION])
    monkeypatch.setattr("loyalty.simulation.outcomes.AT_ONCE", 1)
    pd.testing.assert_frame_equal(outcomes(cells, FEW, [*BOTH, PROMOTION]), whole)


def test_without_anything_to_do_there_is_nothing_to_say(cells):
    assert outcomes(cells, FEW, [Scenario()]).isna().all(axis=None)


def nest(value, *path):
    """Set the entry at `path` of a file to `value`; DROP takes it out."""

    def spoil(plain):
        *way, last = path
        for step in way:
            plain = plain[step]
        if value is DROP:
            del plain[last]
        else:
            plain[last] = value

    return spoil


DROP = object()
COLUMN = ("cells", "table")
NASTY = {
    "another kind": (nest("study", "kind"), "This is no scenario file"),
    "no kind": (nest(DROP, "kind"), "This is no scenario file"),
    "newer version": (nest(2, "version"), "not of version 1"),
    "unknown field": (nest(1, "customers"), "“customers” is not known here"),
    "no scenario": (nest([], "scenarios"), "too few entries in “scenarios”: at least 1."),
    "too many": (nest([{}] * 101, "scenarios"), "entries in “scenarios”: at most 100."),
    "unknown strategy": (nest("magic", "scenarios", 0, "strategy"), "strategy “magic”"),
    "unknown partner": (nest("magic", "scenarios", 1, "also", 0, "strategy"), "strategy “magic”"),
    "unknown assumption": (
        nest({"luck": {"low": 0, "high": 1}}, "scenarios", 0, "assumptions"), "assumption “luck”",
    ),
    "unknown general": (nest({"luck": {"low": 0, "high": 1}}, "general"), "assumption “luck”"),
    "range upside down": (
        nest({"margin_share": {"low": 2, "high": 1}}, "general"), "low end is above the high end",
    ),
    "too many draws": (
        nest(10**6, "draws"), "“draws” is outside what is possible: at most 10,000.",
    ),
    "a day too early": (
        nest("1800-01-01", "as_of"), "“as_of” is outside what is possible: at least 1900-01-01.",
    ),
    "no day": (nest("tomorrow", "as_of"), "“as_of” has a value of the wrong kind"),
    "no share of reach": (
        nest({"pilot_reach": 0}, "scenarios", 0, "phases"), "possible: more than 0.",
    ),
    "a name too long": (
        nest("x" * 201, "scenarios", 0, "name"), "too long: at most 200 characters",
    ),
    "no strategy": (nest("", "scenarios", 0, "strategy"), "too short: at least 1 characters"),
    "no months": (nest(0, "months"), "“months” is outside what is possible: at least 1."),
    "too large a seed": (
        nest(2**33, "seed"), "“seed” is outside what is possible: less than 4,294,967,296.",
    ),
    "start before all": (
        nest(0, "scenarios", 0, "start"),
        "“scenarios.0.start” is outside what is possible: at least 1.",
    ),
    "negative customers": (nest(-1, *COLUMN, "customers", 0), "cells.table.customers.0"),
    "half a customer": (
        nest(0.5, *COLUMN, "customers", 0),
        "“cells.table.customers.0” has a value of the wrong kind",
    ),
    "a text for a number": (
        nest("5", *COLUMN, "orders", 0), "“cells.table.orders.0” has a value of the wrong kind",
    ),
    "NaN": (nest(float("nan"), *COLUMN, "amount", 0), "“cells.table.amount.0” is no finite"),
    "infinity": (nest(float("inf"), "cells", "first_amount"), "cells.first_amount"),
    "unknown state of life": (
        nest("dead", *COLUMN, "life_cycle", 0), "life_cycle.0” is none of those",
    ),
    "a column too short": (nest([], *COLUMN, "stayed"), "“stayed” must have"),
    "a column missing": (nest(DROP, *COLUMN, "stayed"), "“cells.table.stayed” is missing"),
    "no cells at all": (nest([], *COLUMN, "segment"), "“cells.table.segment”: at least 1."),
    "too many cells": (nest(["x"] * 400, *COLUMN, "segment"), "at most 320"),
    "states mixed up": (nest(9999, *COLUMN, "state", 0), "order of their states"),
    "moves missing": (nest([], "cells", "stay_moves"), "“stay_moves” must have"),
    "ragged moves": (nest([1.0], "cells", "lapse_moves", 0), "“lapse_moves” must have"),
    "moves beyond 1": (nest(1.5, "cells", "stay_moves", 0, 0), "cells.stay_moves.0.0"),
    "entries from nowhere": (nest(1.0, "cells", "entry", -1), "“entry” do not add up to 1"),
    "a month missing": (nest([1], "cells", "arrivals"), "“arrivals” must have"),
    "more stayed than seen": (nest(10**9, *COLUMN, "stayed", 0), "“stayed”|more customers stayed"),
    "measured upside down": (
        nest({"loss": {"low": 2, "high": 1}}, "cells", "measured"), "low end is above",
    ),
}  # fmt: skip


PARSER = re.compile("Input|Invalid|should|Field|Extra|valid|recursion|column")


@pytest.mark.parametrize(("spoil", "said"), NASTY.values(), ids=NASTY)
def test_a_nasty_file_is_refused_in_a_sentence(text, spoil, said):
    plain = json.loads(text)
    spoil(plain)
    sentence = refused(json.dumps(plain))
    assert any(part in sentence for part in said.split("|")), sentence
    assert len(sentence) < 400
    assert not PARSER.search(sentence)


@pytest.mark.parametrize(
    "nasty",
    ["", "[]", "null", "{", "[" * 5000, '{"kind": NaN}', b"\xff\xfe\x00", b"PK\x03\x04", "\x00"],
)
def test_what_is_no_such_json_is_refused(nasty):
    sentence = refused(nasty)
    assert "This is no scenario file" in sentence
    assert not PARSER.search(sentence)


def test_a_refusal_is_told_in_the_language_of_the_reader(text):
    plain = json.loads(text)
    nest(10**6, "draws")(plain)
    with pytest.raises(Refused) as error:
        from_json(json.dumps(plain))
    told = error.value.sentence(lambda text: "~" + text)
    assert told.startswith("~The scenario file") and "10,000" in told


def test_rates_differ_within_a_state_only_in_a_nasty_file(text):
    plain = json.loads(text)
    table = plain["cells"]["table"]
    twice = next(n for n, state in enumerate(table["state"]) if table["state"].count(state) > 1)
    table["orders"][twice] += 1
    assert "differ in “orders”" in refused(json.dumps(plain))


def test_a_file_too_large_is_refused_before_it_is_read():
    assert "larger than 8 MB" in refused(b" " * (scenario_file.MAX_BYTES + 1))


def test_nothing_is_written_that_could_not_be_read(cells):
    with pytest.raises(Refused, match="at most 100"):
        to_json(cells, FEW, [PROMOTION] * 101)
    with pytest.raises(Refused, match="magic"):
        to_json(None, FEW, [Scenario(strategy="magic")])
