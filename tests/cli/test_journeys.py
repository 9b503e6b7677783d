"""The journey's files of an event log alone, against counts in plain Python."""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from journey.logs import MAP, journeys, random_log


@pytest.fixture
def log(folder) -> pd.DataFrame:
    rows = random_log(5, 400, 60)
    theirs = {"customer_id": "case", "touchpoint": "activity", "time": "timestamp"}
    rows.drop(columns="position").rename(columns=theirs).to_csv("log.csv", index=False)
    return rows


def test_paths_touchpoints_and_stages_are_those_of_the_log(run, log):
    Path("study.json").write_text(json.dumps({"as_of": "2025-01-01", "stages": MAP}))
    words = ["--events", "log.csv", "--study", "study.json", "--out", "out"]
    assert run("run", *words).code == 0
    walked = {who: [name for _time, name in steps] for who, steps in journeys(log).items()}
    paths = Counter(" > ".join(steps) for steps in walked.values())
    variants = pd.read_csv("out/variants.csv")
    assert dict(zip(variants["variant"], variants["journeys"], strict=True)) == paths
    assert variants["coverage"].iloc[-1] == pytest.approx(1, abs=1e-5)
    points = pd.read_csv("out/touchpoints.csv").set_index("touchpoint")
    first = ["stage", "customers", "events", "feeling", "feeling_low", "feeling_high"]
    assert list(points)[:7] == [*first, "removal_effect"]
    assert points["events"].to_dict() == log["touchpoint"].value_counts().to_dict()
    visitors = log.groupby("touchpoint")["customer_id"].nunique()
    assert points["customers"].to_dict() == visitors.to_dict()
    assert points["stage"].to_dict() == MAP
    stages = pd.read_csv("out/journey_stages.csv").set_index("stage")
    assert stages["customers"].sum() == len({(who, n) for who, s in walked.items() for n in s})


def test_without_a_touchpoint_the_effect_is_what_conversion_loses(run, log):
    """The chain to a second order, walked step by step, with and without the touchpoint."""
    Path("study.json").write_text(json.dumps({"as_of": "2025-01-01", "stages": MAP}))
    run("run", "--events", "log.csv", "--study", "study.json", "--out", "out")
    moves: Counter[tuple[str, str]] = Counter()
    for steps in journeys(log).values():
        names = [name for _time, name in steps]
        orders = [place for place, name in enumerate(names) if name == "Checkout"]
        goal = orders[1] if len(orders) > 1 else None
        path = [*names[:goal], "goal" if goal is not None else "null"]
        moves.update(zip(["start", *path[:-1]], path, strict=True))
    effects = pd.read_csv("out/touchpoints.csv").set_index("touchpoint")["removal_effect"]
    whole = chance(moves, None)
    for name in ("Advert", "Hotline", "Checkout"):
        expected = 1 - chance(moves, name) / whole
        assert effects[name] == pytest.approx(expected, abs=2e-6)


def chance(moves: Counter, without: str | None) -> float:
    """Chance to come from start to the goal."""
    leaving: Counter[str] = Counter()
    for (source, _target), count in moves.items():
        leaving[source] += count
    at, reached = {"start": 1.0}, 0.0
    for _step in range(2000):
        then: Counter[str] = Counter()
        for (source, target), count in moves.items():
            if at.get(source) and target not in (without, "null"):
                then[target] += at[source] * count / leaving[source]
        reached += then.pop("goal", 0.0)
        at = then
    return reached


def test_the_same_log_gives_the_same_bytes_in_any_order(run, log):
    shuffled = pd.read_csv("log.csv").sample(frac=1, random_state=3)
    shuffled.drop_duplicates(["case", "timestamp"]).to_csv("b.csv", index=False)
    shuffled.drop_duplicates(["case", "timestamp"]).sort_values("case").to_csv("a.csv", index=False)
    for name in ("a", "b"):
        assert run("run", "--events", f"{name}.csv", "--out", name).code == 0
    for file in ("touchpoints", "variants", "handovers", "journey_stages", "journey_transitions"):
        assert Path(f"a/{file}.csv").read_bytes() == Path(f"b/{file}.csv").read_bytes(), file
