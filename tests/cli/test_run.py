import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli.conftest import END, HEADER, order_lines

from loyalty import cli, strategies
from loyalty.cli import placing
from loyalty.indicators import CATALOGUE

ROOT = Path(__file__).parents[2]
NAMES = {
    "customers.parquet", "segments.csv", "weights.csv", "cohorts.csv", "journey_stages.csv",
    "touchpoints.csv", "journey_transitions.csv", "variants.csv", "handovers.csv",
    "purchase_path.csv", "simulation.csv",
    "strategies.csv", "assumptions.csv", "backtest.csv",
    "problems.csv", "study.json", "manifest.json",
}  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The results of orders.csv with default choices."""
    folder = tmp_path_factory.mktemp("done")
    orders = folder / "orders.csv"
    orders.write_text(HEADER + "".join(order_lines()))
    words = ["--draws", "100", "--out", str(folder / "out")]
    assert cli.main(["run", "--orders", str(orders), *words]) == 0
    return folder / "out"


def test_two_processes_write_the_same_bytes(folder, done):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    words = ["--orders", "orders.csv", "--draws", "100", "--out", "out"]
    command = [sys.executable, "-m", "loyalty", "run", *words]
    found = subprocess.run(command, capture_output=True, env=environment, text=True)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "30 customers as of 2025-01-01 -> out\n"
    assert contents(folder / "out") == contents(done)
    assert set(contents(done)) == NAMES


def test_the_customers_are_those_of_the_file(folder, done):
    table = pd.read_parquet(done / "customers.parquet")
    rows = pd.read_csv("orders.csv", parse_dates=["date"]).groupby("customer_id")
    assert list(table) == [
        "customer_id", *(one.key for one in CATALOGUE),
        "loyalty_index", "level", "segment", "weight_share",
    ]  # fmt: skip
    assert table["customer_id"].tolist() == sorted(table["customer_id"])
    assert table.set_index("customer_id")["spend"].to_dict() == rows["amount"].sum().to_dict()
    age = (pd.Timestamp("2025-01-01") - rows["date"].max()).dt.days
    assert table.set_index("customer_id")["recency_days"].to_dict() == age.to_dict()
    assert {str(table[name].dtype) for name in ("level", "segment")} == {"str"}


def test_the_simulation_covers_the_shelf_over_36_months(done):
    table = pd.read_csv(done / "simulation.csv")
    shelf = {one.key for one in strategies.CATALOGUE}
    assert set(table["strategy"]) == shelf
    assert table["month"].max() == 36
    assert len(table) == len(shelf) * 36 * table["metric"].nunique()


def test_the_order_of_rows_does_not_matter(folder, run, done):
    lines = order_lines()
    random.Random(7).shuffle(lines)
    (folder / "shuffled.csv").write_text(HEADER + "".join(lines))
    run("run", "--orders", "shuffled.csv", "--out", "out")
    one, two = contents(done), contents(folder / "out")
    differing = [name for name in NAMES if one[name] != two[name]]
    assert differing == ["manifest.json"]  # it names the file and its hash


def test_rows_after_the_day_are_ignored(folder, run):
    found = run("run", "--orders", "orders.csv", "--as-of", "2024-12-15", "--out", "out")
    assert found.out.endswith("as of 2024-12-15 -> out\n")
    rows = pd.read_csv("orders.csv")
    table = pd.read_parquet("out/customers.parquet")
    assert table["order_count"].sum() == (rows["date"] <= "2024-12-15").sum()


def test_the_written_study_gives_the_same_results_again(folder, run, done):
    study = str(done / "study.json")
    run("run", "--orders", "orders.csv", "--study", study, "--out", "out")
    assert contents(folder / "out") == contents(done)


def test_history_is_that_of_a_run_on_each_day(folder, run, done):
    words = ["--study", str(done / "study.json"), "--history", "2"]
    for out in ("out", "again"):
        assert run("run", "--orders", "orders.csv", *words, "--out", out).code == 0
    added = {"history.csv", "movement.csv", "segment_changes.parquet"}
    assert set(contents(folder / "out")) == NAMES | added
    assert contents(folder / "again") == contents(folder / "out")
    history = pd.read_csv("out/history.csv", dtype={"share": str}).groupby("day")
    assert list(history.groups) == ["2024-11-30", "2024-12-31", "2025-01-01"]
    for day, rows in history:
        words = ["--study", str(done / "study.json"), "--as-of", day]
        assert run("run", "--orders", "orders.csv", *words, "--out", "then").code == 0
        then = pd.read_csv("then/segments.csv", dtype={"share": str})
        for column in ("segment", "customers", "share"):
            assert rows[column].tolist() == then[column].tolist()


def test_the_study_decides_months_scenarios_and_thresholds(folder, run):
    scenario = {"name": "Small", "strategy": "price_promotion"}
    choices = {"as_of": str(END), "months": 3, "draws": 100, "scenarios": [scenario]}
    Path("study.json").write_text(json.dumps(choices | {"thresholds": {"high_spend": 1e9}}))
    assert run("run", "--orders", "orders.csv", "--study", "study.json", "--out", "out").code == 0
    table = pd.read_csv("out/simulation.csv")
    assert set(table["strategy"]) == {"do_nothing", "Small"}
    assert table["month"].max() == 3
    segments = pd.read_csv("out/segments.csv").set_index("segment")["customers"]
    assert segments["champions"] == segments["big_spenders"] == 0
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert (manifest["as_of"], manifest["months"], manifest["seed"]) == (str(END), 3, 1)


def test_the_day_of_the_command_goes_before_that_of_the_study(folder, run):
    Path("study.json").write_text('{"as_of": "2024-12-31", "active_days": 5, "draws": 100}')
    words = ["--study", "study.json", "--as-of", "2024-12-20"]
    assert run("run", "--orders", "orders.csv", *words, "--out", "out").code == 0
    study = json.loads(Path("out/study.json").read_text())
    assert (study["as_of"], study["active_days"]) == ("2024-12-20", 5)


def test_an_event_log_alone_gives_its_moves(folder, run):
    rows = ["b,Kasse,2024-01-01 10:00", "b,=Kasse,2024-01-01 10:00", "a,Web,2024-01-02",
            "a,Web,2024-01-04", "a,Kasse,2024-01-05 06:00"]  # fmt: skip
    (folder / "events.csv").write_text("customer,touchpoint,time\n" + "\n".join(rows))
    assert run("run", "--events", "events.csv", "--out", "out").code == 0
    moves = pd.read_csv("out/journey_transitions.csv").to_dict("records")
    assert [tuple(row.values())[:4] for row in moves] == [
        ("(start)", "Kasse", 1, 0.5), ("(start)", "Web", 1, 0.5), ("=Kasse", "(end)", 1, 1.0),
        ("Kasse", "(end)", 1, 0.5), ("Kasse", "=Kasse", 1, 0.5),
        ("Web", "Kasse", 1, 0.5), ("Web", "Web", 1, 0.5),
    ]  # fmt: skip
    assert moves[6]["median_hours"] == 48
    assert pd.read_csv("out/simulation.csv").empty
    assert "A simulation needs orders" in Path("out/problems.csv").read_text()


def test_answers_without_a_time_need_a_day(folder, run):
    (folder / "answers.csv").write_text("customer_id,question,score\nann,nps,9\nbob,nps,3\n")
    refused = run("run", "--answers", "answers.csv", "--out", "out")
    assert refused.code == 2
    assert "--as-of" in refused.err
    found = run("run", "--answers", "answers.csv", "--as-of", "2024-05-05", "--out", "out")
    assert found.code == 0
    assert pd.read_parquet("out/customers.parquet")["nps_score"].tolist() == [9, 3]


def test_a_wide_customer_table_brings_its_answers(folder, run):
    (folder / "people.csv").write_text("customer_id,city,nps\nc01,Rome,9\nzed,Oslo,3\n")
    run("run", "--orders", "orders.csv", "--customers", "people.csv", "--out", "out")
    table = pd.read_parquet("out/customers.parquet").set_index("customer_id")
    assert len(table) == 31
    assert table["nps_score"].dropna().to_dict() == {"c01": 9, "zed": 3}
    assert table.loc["zed", "segment"] == "no_orders"


def test_the_manifest_names_inputs_without_their_folder(folder, run):
    (folder / "deep").mkdir()
    (folder / "orders.csv").rename(folder / "deep" / "orders.csv")
    run("run", "--orders", "deep/orders.csv", "--orders", "deep/orders.csv", "--out", "out")
    manifest = Path("out/manifest.json").read_text()
    [entry] = json.loads(manifest)["inputs"]
    assert (entry["name"], entry["rows"], len(entry["sha256"])) == ("orders.csv", 90, 64)
    assert str(folder) not in manifest and "deep" not in manifest
    assert json.loads(manifest)["synthetic"] is False


def test_invented_data_are_called_so_in_every_form(folder, run):
    rows = pd.read_csv("orders.csv", dtype=str)
    table = pa.Table.from_pandas(rows, preserve_index=False)
    pq.write_table(table.replace_schema_metadata({"synthetic": "yes"}), "orders.parquet")
    run("run", "--orders", "orders.parquet", "--out", "out", "--report", "en")
    assert json.loads(Path("out/manifest.json").read_text())["synthetic"] is True
    assert pq.read_schema("out/customers.parquet").metadata[b"synthetic"] == b"yes"
    assert "Synthetic data: no customer" in Path("out/report.html").read_text()


def test_results_replace_results_and_leave_other_files(folder):
    (folder / "out").mkdir()
    (folder / "out" / "notes.txt").write_text("mine")
    (folder / "out" / "segments.csv").write_text("old")
    placing.place({"segments.csv": b"new", "study.json": b"{}"}, folder / "out")
    placed = {"notes.txt": b"mine", "segments.csv": b"new", "study.json": b"{}"}
    assert contents(folder / "out") == placed
    assert sorted(path.name for path in folder.iterdir()) == ["orders.csv", "out"]


def test_the_number_of_futures_can_be_said(folder, run):
    assert run("run", "--orders", "orders.csv", "--draws", "150", "--out", "out").code == 0
    assert json.loads(Path("out/study.json").read_text())["draws"] == 150
    refused = run("run", "--orders", "orders.csv", "--draws", "9", "--out", "other")
    assert refused.code != 0
    assert "draws" in refused.err
    assert not Path("other").exists()
