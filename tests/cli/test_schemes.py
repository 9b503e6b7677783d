"""A study that names a scheme gives the scheme's groups, whatever runs it."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cli.conftest import HEADER, order_lines
from cli.runs import DAYS, FILES, JOURNEY, QUICK, base, command, run, written

from loyalty import cli, features, segmentation
from loyalty.segments import SCHEMES
from loyalty.study import Study

NEEDS_ANSWERS = ("dick_basu", "oliver")
CASES = [
    *(("journey", key) for key in SCHEMES if key not in NEEDS_ANSWERS),
    *(("retailer", key) for key in (*NEEDS_ANSWERS, "price_value")),
]
OWN = {
    "scheme": "own",
    "segments": [
        {
            "key": "best",
            "description": "Rated best, or many orders.",
            "action": "=thank()",
            "colour": "#0072B2",
            "conditions": [
                {"match": "any", "conditions": [
                    {"column": "rfm.monetary", "op": "==", "threshold": 5},
                    {"column": "order_count", "op": ">", "threshold": "many"},
                ]},
                {"column": "date.first_order", "op": "<", "day": "2017-02-01"},
            ],
        },
        {
            "key": "owners | 房主",
            "conditions": [
                {"match": "none", "conditions": [
                    {"column": "attribute.home_ownership", "op": "in", "values": ["Renter"]},
                ]},
            ],
        },
        {"key": "asked", "conditions": [{"column": "attribute.age", "op": "missing"}]},
    ],
    "thresholds": {"many": 100},
}  # fmt: skip


@pytest.fixture(scope="module")
def bases(tmp_path_factory):
    return {data: base(data, tmp_path_factory.mktemp(data) / "tables") for data in FILES}


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def case(request, tmp_path_factory, bases):
    """What the command wrote for a scheme, and the study and codes without the command."""
    data, scheme = request.param
    choices = OWN if scheme == "own" else {"scheme": scheme}
    done = run(data, tmp_path_factory.mktemp("scheme"), choices)
    found = bases[data].found
    study = Study.model_validate(done.study).change(segments=(), cuts={}, clusters=None)
    chosen = study.change(**segmentation.choose(scheme, found.customers, found.gaps, study))
    if scheme == "own":
        chosen = chosen.change(segments=OWN["segments"])
    codes = segmentation.codes(features.frame(found.customers, chosen), chosen)
    names = np.array(segmentation.segment_names(chosen))
    return data, scheme, done, chosen, pd.Series(names[codes], index=found.customers["customer_id"])


def test_customers_are_in_the_groups_of_the_scheme(case):
    _data, _scheme, done, _study, expected = case
    shown = done.customers.set_index("customer_id")["segment"]
    assert shown.to_dict() == expected.to_dict()


def test_sizes_are_counts_and_sums_of_the_customers(case):
    _data, _scheme, done, study, expected = case
    table = done.segments.set_index("segment")
    assert table.index.tolist() == segmentation.segment_names(study)
    counted = expected.value_counts()
    assert table["customers"].to_dict() == counted.reindex(table.index, fill_value=0).to_dict()
    money = done.customers.groupby("segment")["spend"].sum().reindex(table.index, fill_value=0)
    assert table["spend"].to_dict() == pytest.approx(money.to_dict(), abs=0.006)
    assert table["share"].tolist() == pytest.approx(list(table["customers"] / len(expected)), 1e-3)


def test_the_written_study_holds_all_that_the_scheme_rests_on(case):
    _data, scheme, done, study, _expected = case
    kept = Study.model_validate(done.study)
    assert (kept.scheme, kept.segments) == (scheme, study.segments)
    for threshold in SCHEMES[scheme].thresholds:
        assert threshold.key in (*kept.thresholds, "active_days")
    assert (kept.cuts, kept.clusters) == (study.cuts, study.clusters)
    assert bool(kept.cuts) == (scheme in ("rfm_quintiles", "rfm_nested", "rfm_fixed", "own"))
    assert bool(kept.clusters) == (scheme == "clusters")


def test_the_written_study_gives_the_same_bytes_again(case, tmp_path):
    data, _scheme, done, _study, _expected = case
    assert command(data, tmp_path / "out", "--study", str(done.out / "study.json")) == 0
    for name in ("segments.csv", "customers.parquet", "study.json", "weights.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (done.out / name).read_bytes(), name


def test_most_groups_of_a_scheme_hold_somebody(case):
    _data, scheme, done, _study, _expected = case
    table = done.segments.set_index("segment")["customers"]
    assert (table > 0).sum() >= 3
    assert table["unassigned"] == 0 or scheme == "own"


def test_own_rules_equal_a_loop_over_the_files(tmp_path):
    done = run("journey", tmp_path, OWN)
    people = pd.read_parquet(JOURNEY / "demographics.parquet")
    people = people.set_index(people["household_id"].astype(str))
    bought = pd.read_parquet(JOURNEY / "transactions.parquet")
    ids = bought["household_id"].astype(str)
    first = bought.groupby(ids)["transaction_timestamp"].min()
    baskets = bought.groupby(ids)["basket_id"].nunique()
    spend = done.customers.set_index("customer_id")["spend"]
    fifth = np.percentile(spend, 80)
    expected = {}
    for customer in spend.index:
        rich = spend[customer] > fifth or baskets[customer] > 100
        if rich and first[customer] < pd.Timestamp("2017-02-01"):
            expected[customer] = "best"
        elif customer in people.index:
            home = people.loc[customer, "home_ownership"]
            known = isinstance(home, str) and home != "Renter"
            expected[customer] = "owners | 房主" if known else "unassigned"
        else:
            expected[customer] = "asked"
    assert done.customers.set_index("customer_id")["segment"].to_dict() == expected
    assert len(set(expected.values())) == 4


def test_a_later_day_is_sorted_by_the_frozen_choices(tmp_path):
    for scheme in ("rfm_nested", "value_bands", "clusters"):
        done = run("journey", tmp_path / scheme, {"scheme": scheme, "as_of": "2017-10-01"})
        words = ["--study", str(done.out / "study.json"), "--as-of", "2018-01-01"]
        assert command("journey", tmp_path / scheme / "later", *words) == 0
        later = written(tmp_path / scheme / "later")
        assert later.study == done.study | {"as_of": "2018-01-01"}
        assert later.customers["order_count"].sum() > done.customers["order_count"].sum()


@pytest.mark.parametrize(
    ("scheme", "named"),
    [
        ("dick_basu", ["Relative attitude"]),
        ("oliver", ["cognitive", "affective", "conative", "action"]),
    ],
)
def test_a_scheme_whose_items_are_missing_is_refused_and_names_them(
    tmp_path, capsys, scheme, named
):
    given = tmp_path / "study.json"
    given.write_text(json.dumps({"as_of": str(DAYS["journey"]), "scheme": scheme}))
    assert command("journey", tmp_path / "out", "--study", str(given)) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1
    assert told.err.startswith("These data lack what the scheme needs: ")
    assert all(name in told.err for name in named)
    assert list(tmp_path.iterdir()) == [given]


def test_a_scheme_that_needs_orders_is_refused_without_any(tmp_path, capsys):
    given, events = tmp_path / "study.json", tmp_path / "events.csv"
    given.write_text(json.dumps({"as_of": "2024-02-01", "scheme": "rfm_fixed"} | QUICK))
    events.write_text("customer,touchpoint,time\na,Web,2024-01-01\nb,Shop,2024-01-02\n")
    words = ["--events", str(events), "--study", str(given), "--out", str(tmp_path / "out")]
    assert cli.main(["run", *words]) == 2
    assert "lack what the scheme needs: Recency, Frequency, Spend" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_clusters_of_too_few_customers_are_refused(tmp_path, capsys):
    given, orders = tmp_path / "study.json", tmp_path / "orders.csv"
    given.write_text(json.dumps({"as_of": "2025-01-01", "scheme": "clusters"} | QUICK))
    orders.write_text(HEADER + "".join(order_lines()[:20]))
    words = ["--orders", str(orders), "--study", str(given), "--out", str(tmp_path / "out")]
    assert cli.main(["run", *words]) == 2
    assert "customers have a score in every chosen indicator" in capsys.readouterr().err
    assert not Path(tmp_path / "out").exists()
