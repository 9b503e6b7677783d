"""A study that names a way to weigh gives its weights, and the index of them, whatever runs it."""

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from cli.runs import DAYS, RETAILER, command, run, written

from loyalty import weights
from loyalty.indicators import BY_KEY

RFM = ("recency_days", "order_count", "spend")
MIXED = (*RFM, "repurchase_rate", "channel_count", "nps_score", "satisfaction", "complaint_count")
LOW_IS_GOOD = {"recency_days", "repeat_interval_days", "complaint_count", "return_share"}
FAMILIES = ("purchase", "usage", "emotion")
ANN = {"purchase|usage": 2, "purchase|emotion": 4, "usage|emotion": 3}
BOB = {"usage|purchase": 3, "emotion|purchase": 5, "usage|emotion": 1 / 2}
PEOPLE = [{"name": "Ann", "judgements": ANN}, {"name": "=Bob", "judgements": BOB}]
AHP = {"method": "ahp", "items": FAMILIES, "participants": PEOPLE}
DAYS_LATER = 90


def scores(customers: pd.DataFrame, study: dict) -> pd.DataFrame:
    """Scores 0-1 of every indicator that has a value, by the caps in the study."""
    found = {}
    for key, caps in study["scale"].items():
        values = customers[key].astype(float)
        if values.notna().any():
            share = (values - caps["low"]) / (caps["high"] - caps["low"])
            share = share.clip(0, 1)
            found[key] = 1 - share if key in LOW_IS_GOOD else share
    return pd.DataFrame(found)


def flat(study: dict, chosen: dict | None = None) -> dict[str, float]:
    """Weight of each indicator: its family's, by its share in the family; of those in the study."""
    chosen = chosen or study
    found = {}
    for key in study["indicators"]:
        inside = [one for one in study["indicators"] if BY_KEY[one].family == BY_KEY[key].family]
        total = sum(chosen["indicator_weights"].get(one, 0) for one in inside)
        own = chosen["indicator_weights"].get(key, 0)
        family = chosen["family_weights"].get(BY_KEY[key].family, 0)
        found[key] = family * own / total if total else 0.0
    return {key: value / sum(found.values()) for key, value in found.items()}


def summed(row: pd.Series, weight: dict[str, float]) -> float:
    """Weighted mean of the known scores, 0-100."""
    known = {key: value for key, value in weight.items() if key in row and not math.isnan(row[key])}
    total = sum(known.values())
    return 100 * sum(value * row[key] for key, value in known.items()) / total


def close(row: pd.Series, weight: dict[str, float]) -> float:
    """Closeness to 1 in all known scores against 0 in all, 0-100."""
    known = {key: value for key, value in weight.items() if key in row and not math.isnan(row[key])}
    low = math.sqrt(sum((value * row[key]) ** 2 for key, value in known.items()))
    high = math.sqrt(sum((value * (1 - row[key])) ** 2 for key, value in known.items()))
    return 100 * low / (low + high)


def by_entropy(table: pd.DataFrame) -> dict[str, float]:
    """1 + sum p ln p / ln n of each column, divided by their sum."""
    found = {}
    for key in table:
        values = table[key].dropna()
        part = values / values.sum()
        found[key] = 1 + sum(p * math.log(p) for p in part if p > 0) / math.log(len(values))
    return {key: value / sum(found.values()) for key, value in found.items()}


def by_critic(table: pd.DataFrame) -> dict[str, float]:
    """Deviation of the column scaled 0-1, times the sum of 1 - r."""
    scaled = (table - table.min()) / (table.max() - table.min())
    conflict = (1 - table.corr()).sum()
    found = scaled.std() * conflict
    return (found / found.sum()).to_dict()


def by_component(table: pd.DataFrame) -> dict[str, float]:
    """Squares of the first principal component."""
    vector = np.linalg.eigh(table.corr())[1][:, -1]
    return dict(zip(table, vector**2, strict=True))


def by_people() -> dict[str, float]:
    """Weights of the families by powers of the geometric mean of Ann's and Bob's matrices."""
    matrix = np.array(
        [[1, (2 / 3) ** 0.5, (4 / 5) ** 0.5],
         [(3 / 2) ** 0.5, 1, (3 / 2) ** 0.5],
         [(5 / 4) ** 0.5, (2 / 3) ** 0.5, 1]]
    )  # fmt: skip
    vector = np.ones(3)
    for _step in range(200):
        vector = matrix @ vector
        vector /= vector.sum()
    ratio = ((matrix @ vector / vector).mean() - 3) / 2 / 0.58
    return dict(zip(FAMILIES, vector, strict=True)) | {"ratio": ratio}


def assert_index(done, weight: dict[str, float] | None = None, rate=summed) -> None:
    """Every 40th customer's index, by a loop."""
    weight, table = weight or flat(done.study), scores(done.customers, done.study)
    for place in range(0, len(table), 40):
        expected = rate(table.iloc[place], weight)
        assert done.customers["loyalty_index"].iloc[place] == pytest.approx(expected, abs=1e-5)


def assert_weights(done, expected: dict[str, float]) -> None:
    """The study and weights.csv hold these weights."""
    assert flat(done.study) == pytest.approx(expected, abs=1e-9)
    shown = done.weights.set_index("indicator")["weight"]
    assert shown.to_dict() == pytest.approx(expected, abs=1e-6)
    assert done.weights["group"].isna().all()


def test_direct_weights_are_those_of_the_study(tmp_path):
    own = {"family_weights": {"purchase": 3, "emotion": 1},
           "indicator_weights": {"spend": 1, "order_count": 2, "satisfaction": 5}}  # fmt: skip
    done = run("retailer", tmp_path, own)
    named = {"spend": 0.25, "order_count": 0.5, "satisfaction": 0.25}
    assert_weights(done, dict.fromkeys(BY_KEY, 0) | named)
    assert_index(done, named)
    assert set(done.weights["method"]) == {"direct"}


@pytest.mark.parametrize(("method", "expected"), [("entropy", by_entropy), ("critic", by_critic)])
def test_the_scores_speak(tmp_path, method, expected):
    done = run("retailer", tmp_path, {"indicators": MIXED, "weighting": {"method": method}})
    assert_weights(done, expected(scores(done.customers, done.study)[list(sorted_keys(MIXED))]))
    assert_index(done)
    assert set(done.weights["method"]) == {method}
    assert done.study["preset"] == "own"


def sorted_keys(keys):
    return [key for key in BY_KEY if key in keys]


def test_one_component_weighs_and_several_are_refused_with_the_reason(tmp_path, capsys):
    done = run("retailer", tmp_path, {"indicators": RFM, "weighting": {"method": "principal"}})
    assert_weights(done, by_component(scores(done.customers, done.study)[list(RFM)]))
    assert_index(done)
    given = tmp_path / "all.json"
    given.write_text('{"as_of": "2026-07-01", "weighting": {"method": "principal"}}')
    assert command("retailer", tmp_path / "none", "--study", str(given)) == 2
    told = capsys.readouterr().err
    assert "component" in told or "move against" in told
    assert told.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_participants_judge_families(tmp_path):
    done = run("retailer", tmp_path, {"indicators": MIXED, "weighting": AHP})
    people = by_people()
    of_families = {key: people[key] for key in FAMILIES}
    families = done.study["family_weights"]
    assert {key: families[key] for key in FAMILIES} == pytest.approx(of_families)
    assert sum(families.values()) == pytest.approx(1)
    assert_index(done)
    assert set(done.weights["method"]) == {"ahp"}
    assert done.weights["consistency_ratio"].tolist() == [round(people["ratio"], 4)] * len(MIXED)
    assert done.study["weighting"]["participants"] == PEOPLE


def test_judgements_that_go_in_a_circle_are_reported_and_not_refused(tmp_path):
    circle = {"purchase|usage": 9, "usage|emotion": 9, "emotion|purchase": 9}
    how = AHP | {"participants": [{"name": "x", "judgements": circle}]}
    done = run("retailer", tmp_path, {"weighting": how})
    ratio = (1 + 9 + 1 / 9 - 3) / 2 / 0.58
    assert done.weights["consistency_ratio"].min() == pytest.approx(ratio, abs=1e-4)
    families = {key: done.study["family_weights"][key] for key in FAMILIES}
    assert families == pytest.approx(dict.fromkeys(FAMILIES, 1 / 3))


def test_participants_judge_indicators(tmp_path):
    how = {"method": "ahp", "items": RFM, "participants": [
        {"name": "Ann", "judgements": {"spend|recency_days": 4, "spend|order_count": 2}}
    ]}  # fmt: skip
    done = run("retailer", tmp_path, {"indicators": MIXED, "weighting": how})
    expected = {"spend": 4 / 7, "order_count": 2 / 7, "recency_days": 1 / 7}
    assert_weights(done, dict.fromkeys(MIXED, 0) | expected)
    assert_index(done)


@pytest.mark.parametrize("how", ["linear", "multiplicative"])
def test_judgements_and_scores_are_joined(tmp_path, how):
    chosen = AHP | {"method": "combine", "parts": ("ahp", "entropy"), "share": 0.3, "how": how}
    done = run("retailer", tmp_path, {"indicators": MIXED, "weighting": chosen})
    people, data = by_people(), by_entropy(scores(done.customers, done.study)[sorted_keys(MIXED)])
    equal = dict.fromkeys(BY_KEY, 1)
    judged = flat({"indicators": MIXED, "family_weights": people, "indicator_weights": equal})
    if how == "linear":
        joined = {key: 0.3 * judged[key] + 0.7 * data[key] for key in MIXED}
    else:
        joined = {key: judged[key] * data[key] for key in MIXED}
    assert_weights(done, {key: value / sum(joined.values()) for key, value in joined.items()})
    assert_index(done)
    assert done.weights["consistency_ratio"].notna().all()


def test_weights_are_fitted_to_who_came_back(tmp_path):
    """The earlier window by a run of its own, the outcome from the file, the same frozen scale."""
    how = {"method": "fitted", "days": DAYS_LATER}
    done = run("retailer", tmp_path / "fitted", {"indicators": MIXED, "weighting": how})
    cut = DAYS["retailer"] - timedelta(days=DAYS_LATER)
    before = run("retailer", tmp_path / "before", {"as_of": str(cut)}).customers
    lines = pd.read_parquet(RETAILER / "orders.parquet")
    after = lines[~lines["returned"] & (lines["time"] >= pd.Timestamp(cut + timedelta(days=1)))]
    buyers = before[before["order_count"] > 0]
    table = scores(buyers, done.study)[sorted_keys(MIXED)]
    found = weights.fitted(table, buyers["customer_id"].isin(after["customer_id"]).to_numpy())
    assert found.auc > 0.6
    assert_weights(done, dict(zip(table, found.weights, strict=True)))
    assert_index(done)


def test_closeness_instead_of_the_sum(tmp_path):
    done = run("retailer", tmp_path, {"indicators": MIXED, "aggregation": "topsis"})
    assert done.study["aggregation"] == "topsis"
    assert_index(done, rate=close)


SETS = {
    "East": {"family_weights": {"purchase": 1}, "indicator_weights": {"spend": 1}},
    "=North": {"family_weights": {"emotion": 1}, "indicator_weights": {"satisfaction": 1}},
}


@pytest.mark.parametrize("aggregation", ["sum", "topsis"])
def test_each_region_has_its_own_weights(tmp_path, aggregation):
    choices = {"indicators": MIXED, "group_by": "attribute.region", "group_weights": SETS}
    done = run("retailer", tmp_path, choices | {"aggregation": aggregation})
    regions = pd.read_parquet(RETAILER / "customers.parquet").set_index("customer_id")["region"]
    table = scores(done.customers, done.study)
    rate = summed if aggregation == "sum" else close
    sets = {value: flat(done.study, chosen) for value, chosen in SETS.items()}
    found = set()
    for place in range(0, len(table), 25):
        region = regions.get(done.customers["customer_id"].iloc[place])
        weight = sets.get(region, flat(done.study))
        found.add(region)
        expected = rate(table.iloc[place], weight)
        assert done.customers["loyalty_index"].iloc[place] == pytest.approx(expected, abs=1e-5)
    assert len(found) > 2
    shown = done.weights.set_index(["group", "indicator"])["weight"]
    assert shown["East"].to_dict() == dict.fromkeys(MIXED, 0) | {"spend": 1}
    assert (done.weights["group"] == "'=North").sum() == len(MIXED)
    problems = pd.read_csv(done.out / "problems.csv")["text"]
    assert problems.str.contains("weights for =North, but no customer has this value").sum() == 1


def test_each_state_of_the_life_cycle_has_its_own_weights(tmp_path):
    """The states by a run of that scheme, with the same thresholds."""
    sets = {
        key: chosen
        for key, chosen in zip(("cycle_lost", "cycle_loyal"), SETS.values(), strict=True)
    }
    choices = {"indicators": MIXED, "group_by": "life_cycle", "group_weights": sets}
    done = run("retailer", tmp_path / "index", choices)
    kept = {name: done.study[name] for name in ("thresholds", "active_days")}
    states = run("retailer", tmp_path / "states", {"scheme": "life_cycle"} | kept).customers
    table, index = scores(done.customers, done.study), done.customers["loyalty_index"]
    flats = {value: flat(done.study, chosen) for value, chosen in sets.items()}
    assert set(flats) < set(states["segment"])
    for place in range(0, len(table), 25):
        weight = flats.get(states["segment"].iloc[place], flat(done.study))
        known = [key for key in weight if weight[key] and not math.isnan(table[key].iloc[place])]
        if known:
            assert index.iloc[place] == pytest.approx(summed(table.iloc[place], weight), abs=1e-5)
        else:
            assert math.isnan(index.iloc[place])


def test_found_weights_are_frozen_for_other_days(tmp_path):
    done = run("retailer", tmp_path, {"indicators": MIXED, "weighting": {"method": "critic"}})
    words = ["--study", str(done.out / "study.json"), "--as-of", str(date(2025, 1, 1))]
    assert command("retailer", tmp_path / "then", *words) == 0
    then = written(tmp_path / "then")
    assert then.study == done.study | {"as_of": "2025-01-01"}
    assert_index(then, flat(done.study))
