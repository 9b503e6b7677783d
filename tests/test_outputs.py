import io
import json
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pyarrow.parquet as pq
import pytest
from outcomes import NASTY, small_events, small_orders, small_outcome

from loyalty import outputs
from loyalty.outputs import Provenance
from loyalty.problems import Problem
from loyalty.simulation import listing
from loyalty.study import Action, Audience, Phases, Scenario

PROBLEM = Problem(
    "rejected", "Not a date in the order {order}.", "a.csv", "When", 2, (3, 4), ("=1+1", "x"),
    {"order": "dmy"},
)  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return small_outcome(tmp_path_factory.mktemp("small"), past=3)


@pytest.fixture(scope="module")
def files(found):
    return outputs.files(found, [PROBLEM], Provenance(rows={"orders": 240}, synthetic=True))


def read(files, name):
    return pd.read_csv(io.BytesIO(files[name]))


def test_every_file_is_there_and_the_manifest_counts_its_rows(files):
    counts = json.loads(files["manifest.json"])["rows"]["written"]
    assert sorted([*counts, "study.json", "manifest.json"]) == sorted(files)
    for name in files:
        if name.endswith(".csv"):
            assert len(read(files, name)) == counts[name], name
    assert counts["customers.parquet"] == 60


def test_the_customer_table_holds_plain_text_and_says_that_it_is_invented(files, found):
    content = io.BytesIO(files["customers.parquet"])
    assert pq.read_schema(content).metadata[b"synthetic"] == b"yes"
    back = pd.read_parquet(content)
    assert list(back) == list(found.customers)
    assert back["segment"].tolist() == found.customers["segment"].astype(str).tolist()
    kinds = {str(pq.read_schema(content).field(name).type) for name in ("level", "segment")}
    assert kinds == {"large_string"}


def test_the_simulation_has_its_columns_and_metrics(files):
    table = read(files, "simulation.csv")
    assert list(table) == ["strategy", "month", "metric", "p05", "p25", "p50", "p75", "p95"]
    units = json.loads(files["manifest.json"])["units"]
    whole, mix = (table["metric"].str.startswith("customers:") == one for one in (False, True))
    assert set(table.loc[whole, "metric"]) | {"customers:", "nps"} == set(units["simulation.csv"])
    assert mix.any()
    assert (table["p05"] <= table["p50"]).all() and (table["p50"] <= table["p95"]).all()


def test_what_a_strategy_brings_can_be_read_without_other_files(tmp_path, files, found):
    table = read(files, "strategies.csv")
    nothing, *acting = table.to_dict("records")
    assert nothing["strategy"] == "do_nothing"
    assert {nothing[name] for name in ("cost", "gain", "gain_mean", "gain_p05", "gain_p95")} == {0}
    assert all(pd.isna(nothing[name]) for name in ("chance_to_win", "break_even_month"))
    gains = [found.simulated.gain(one["strategy"])[-1] for one in acting]
    assert [one["gain_mean"] for one in acting] == pytest.approx(
        [one.mean() for one in gains], abs=0.006
    )
    best = pd.DataFrame(gains).max().clip(lower=0)  # per draw, found out too late
    assert nothing["regret"] == pytest.approx(best.mean(), abs=0.006)
    assert set(table["months"]) == {found.study.months}
    assert table["currency"].isna().all()  # not known here
    told = outputs.files(found, [], Provenance(currency="EUR"))
    assert set(read(told, "strategies.csv")["currency"]) == {"EUR"}
    assert json.loads(told["manifest.json"])["currency"] == "EUR"


REFERRALS = (
    Scenario(strategy="referral", budget=500, lasts=4),
    Scenario(strategy="referral"),
    Scenario(
        strategy="referral", audience=Audience(segments=("few", "ample"), value=("high",)),
        also=(Action(strategy="handover_repair", start=3, reach=12.5),),
        phases=Phases(stop_below=0.5),
    ),
)  # fmt: skip


def test_referrals_can_be_told_apart(tmp_path):
    found = small_outcome(tmp_path, scenarios=REFERRALS)
    written = io.BytesIO(outputs.files(found, [], Provenance())["strategies.csv"])
    table = pd.read_csv(written, dtype=str, keep_default_na=False)
    told = table.set_index("strategy")[list(listing.COLUMNS)]
    assert told.loc["do_nothing"].tolist() == ["do_nothing", "", "", "", "", "", ""]
    assert told.loc["referral"].tolist() == ["referral", "", "1", "4", "100", "500.0", ""]
    assert told.loc["referral (2)"].tolist() == ["referral", "", "1", "", "100", "", ""]
    assert told.loc["referral+handover_repair"].tolist() == [
        "referral+handover_repair", "segments=few|ample;value=high+usual", "1+3", "",
        "100+12.5", "",
        "preparation=3;pilot=6;pilot_reach=10;roll_out=12;stop_below=0.5",
    ]  # fmt: skip


def test_an_action_without_an_end_stands_beside_one_that_has_it():
    mix = Scenario(strategy="referral", also=(Action(strategy="tiers", lasts=6),))
    everybody = Scenario(strategy="tiers", audience=Audience())
    told = listing.listing({"mix": mix, "all": everybody})
    assert told.loc["mix", ["strategies", "lasts"]].tolist() == ["referral+tiers", "end+6"]
    assert told.loc["all", ["audience", "lasts"]].tolist() == ["everybody", ""]


def test_doing_nothing_has_its_own_path_in_the_simulation(files, found):
    table = read(files, "simulation.csv").query("strategy == 'do_nothing'")
    assert set(table["month"]) == set(range(1, found.study.months + 1))
    assert (table.query("metric == 'cost'")["p50"] == 0).all()
    assert (table.query("metric == 'customers'")["p50"] > 0).all()


def test_every_number_column_has_a_unit(files, found):
    keys = {"customer_id", "level", "segment", "stage", "touchpoint", "next_stage", "source"}
    keys |= {"source_channel", "target_channel", "compared", "repurchase_significant"}
    keys |= {"indicator", "family", "group", "method", "cohort", "day", "first_day", "last_day"}
    keys |= {"target", "variant", "level", "purchase", "strategy", "month", "metric"}
    keys |= {"scenario", "assumption", "label", "unit", "grade", "changed", "caveat", "origin"}
    keys |= {"p05", "p25", "p50", "p75", "p95", "currency", "strategies", "audience", "phases"}
    for name, units in outputs.UNITS.items():
        columns = list(found.customers) if name.endswith("parquet") else list(read(files, name))
        if name != "simulation.csv":
            assert sorted(set(columns) - keys) == sorted(units), name


def test_moves_are_the_names_in_the_data_with_start_and_end(files):
    table = read(files, "journey_transitions.csv")
    assert list(table) == ["source", "target", "moves", "share", "median_hours"]
    events, orders = pd.DataFrame(small_events()), pd.DataFrame(small_orders())
    people = set(events["customer_id"]) | set(orders["customer_id"])
    assert table["moves"].sum() == len(events) + len(orders) + len(people)
    entered = table[table["target"].str.startswith("order ")]["moves"].sum()
    assert entered == len(orders)  # no event here records a purchase
    assert {"advert", "shop visit", NASTY} < set(table["source"])


def test_the_manifest_says_how_forecasts_of_the_past_did(files, found):
    said = json.loads(files["manifest.json"])["backtest"]
    points = read(files, "backtest.csv")
    inside = points["actual"].between(points["p05"], points["p95"]).mean()
    assert said["inside90"] == pytest.approx(inside, abs=0.02)  # the file is rounded
    assert said["verdict"] == found.backtest.verdict


def test_problems_come_as_rows_safe_for_a_spreadsheet(files):
    [row] = read(files, "problems.csv").to_dict("records")
    assert row == {
        "kind": "rejected", "file": "a.csv", "column": "When", "count": 2, "rows": "3 4",
        "examples": "'=1+1 | x", "text": "Not a date in the order dmy.",
    }  # fmt: skip


def test_parts_the_data_cannot_give_keep_their_columns(tmp_path, files):
    bare = outputs.files(small_outcome(tmp_path, {"events": small_events()}), [], Provenance())
    for name in (
        "simulation.csv", "strategies.csv", "backtest.csv", "purchase_path.csv", "cohorts.csv",
    ):  # fmt: skip
        assert len(read(bare, name)) == 0
        assert list(read(bare, name)) == list(read(files, name))
    assert read(bare, "problems.csv")["kind"].tolist() == ["note", "note", "note"]
    assert set(files) - set(bare) == {"history.csv", "movement.csv", "segment_changes.parquet"}
    assert set(json.loads(bare["manifest.json"])["units"]) == set(outputs.UNITS) & set(bare)
    schema = pq.read_schema(io.BytesIO(bare["customers.parquet"]))
    assert schema.metadata[b"synthetic"] == b"no"


def test_equal_results_give_equal_bytes(tmp_path, found, files):
    again = outputs.files(
        small_outcome(tmp_path, past=3), [PROBLEM], Provenance(rows={"orders": 240}, synthetic=True)
    )
    assert again == files


DAYS = ["2024-10-31", "2024-11-30", "2024-12-31", "2025-01-01"]


def test_history_has_a_row_for_each_day_and_segment(files, found):
    table = read(files, "history.csv")
    names = found.segments()["segment"].tolist()
    assert table["day"].tolist() == [day for day in DAYS for _name in names]
    assert table["segment"].tolist() == names * len(DAYS)
    last = table[table["day"] == DAYS[-1]].set_index("segment")
    pd.testing.assert_frame_equal(
        last[["customers", "share"]], read(files, "segments.csv").set_index("segment")
        [["customers", "share"]],
    )  # fmt: skip


def test_movement_leads_from_each_day_to_the_next_and_from_the_first_to_the_last(files):
    moves = read(files, "movement.csv")
    pairs = moves[["first_day", "last_day"]].drop_duplicates().values.tolist()
    assert pairs == [*map(list, pairwise(DAYS)), [DAYS[0], DAYS[-1]]]
    sizes = read(files, "history.csv").set_index(["day", "segment"])["customers"]
    for (first, last), rows in moves.groupby(["first_day", "last_day"]):
        for day, side in ((first, "source"), (last, "target")):
            counted = rows.groupby(side)["customers"].sum().drop("new_here", errors="ignore")
            assert counted.to_dict() == sizes[day][sizes[day] > 0].to_dict()
    assert (moves["source"] != moves["target"]).any()


def test_changes_say_who_was_where_before(files, found):
    table = pd.read_parquet(io.BytesIO(files["segment_changes.parquet"]))
    assert list(table) == ["customer_id", "segment", "previous_segment", "changed_on"]
    assert table["customer_id"].tolist() == found.customers["customer_id"].tolist()
    assert table["segment"].tolist() == found.customers["segment"].astype(str).tolist()
    moved = table["previous_segment"].notna()
    assert moved.any() and not moved.all()
    assert (moved == table["changed_on"].notna()).all()
    assert (table["previous_segment"] != table["segment"])[moved].all()
    assert set(table["changed_on"].dropna().astype(str)) <= set(DAYS[1:])


def test_weights_and_cohorts_are_written_to_six_digits(files, found):
    weights = read(files, "weights.csv")
    assert weights["weight"].sum() == pytest.approx(1, abs=1e-5)
    assert weights["method"].unique().tolist() == ["direct"]
    cohorts = read(files, "cohorts.csv")
    assert cohorts["size"].groupby(cohorts["cohort"]).first().sum() == 60
    pd.testing.assert_series_equal(cohorts["retention"], found.cohorts["retention"], atol=5e-7)


def test_touchpoint_names_stand_exactly_as_in_the_data(found):
    named = replace(found, transitions=found.transitions.assign(source="=touch"))
    text = outputs.files(named, [], Provenance(rows={}))["journey_transitions.csv"].decode()
    assert "\n=touch," in text
