"""``simulate``: from a scenario file alone, the numbers of the run that had the data."""

import json
from datetime import date

import pandas as pd
import pytest
from cli.conftest import order_lines
from tables import open_literal, orders

from loyalty import analysis, segmentation, simulation
from loyalty.simulation.scenario_file import to_json
from loyalty.study import Scenario

DAY = date(2024, 12, 31)
COMPARED = (
    Scenario(name="=Spring", strategy="price_promotion", start=2),
    Scenario(strategy="win_back", reach=50),
)
FILES = ("simulation.csv", "strategies.csv", "assumptions.csv")


@pytest.fixture
def file(folder):
    """A scenario file beside orders.csv, made of the same orders; and the study it came from."""
    split = [line.strip().split(",") for line in order_lines()]
    literal = orders([(who, day, float(amount)) for who, _order, day, amount in split])
    literal["order_id"] = [order for _who, order, _day, _amount in split]
    tables = open_literal(folder, orders=literal)
    found = analysis.base(tables, DAY)
    study = analysis.first_study(found, DAY).change(months=3, draws=100, scenarios=COMPARED)
    cells = simulation.cells(tables, segmentation.assign(found.customers, study), study)
    (folder / "study.json").write_text(study.to_json())
    (folder / "scenarios.json").write_text(to_json(cells, study, COMPARED))
    return folder / "scenarios.json"


def test_the_file_alone_gives_the_numbers_of_the_data(run, folder, file):
    whole = run("run", "--orders", "orders.csv", "--study", "study.json", "--out", "data")
    assert (whole.code, whole.err) == (0, "")
    alone = run("simulate", "scenarios.json", "--out", "file")
    assert (alone.code, alone.out, alone.err) == (0, "2 scenarios over 3 months -> file\n", "")
    assert sorted(path.name for path in (folder / "file").iterdir()) == sorted(FILES)
    for name in FILES:
        assert (folder / "file" / name).read_bytes() == (folder / "data" / name).read_bytes()
    told = pd.read_csv(folder / "file" / "strategies.csv")
    assert told["strategy"].iloc[0] == "do_nothing" and len(told) == 3
    assert told["cost"].iloc[1:].gt(0).all()


def test_the_file_carries_the_currency_of_its_money(run, folder, file):
    held = json.loads(file.read_text()) | {"currency": "=EUR"}
    file.write_text(json.dumps(held))
    assert run("simulate", "scenarios.json", "--out", "file").code == 0
    told = pd.read_csv(folder / "file" / "strategies.csv")
    assert set(told["currency"]) == {"'=EUR"}  # safe in a spreadsheet
    assert set(told["months"]) == {3}


def test_a_file_without_cells_is_refused_in_one_sentence(run, folder, file):
    plain = json.loads(file.read_text())
    del plain["cells"]
    file.write_text(json.dumps(plain))
    told = run("simulate", "scenarios.json", "--out", "out")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("The scenario file has no cells to simulate on")
    assert told.err.count("\n") == 1
    assert not (folder / "out").exists()


@pytest.mark.parametrize("content", ["", "{}", '{"kind": "loyalty scenarios"}', " " * 8_000_001])
def test_what_is_no_scenario_file_is_refused_in_one_sentence(run, folder, content):
    (folder / "x.json").write_text(content)
    told = run("simulate", "x.json", "--out", "out")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "scenario file" in told.err
    assert not (folder / "out").exists()


def test_a_file_that_is_not_there_is_said(run):
    assert "There is no file" in run("simulate", "none.json", "--out", "out").err
