"""What is handed over to the Strategies page, against the journey it comes from."""

import numpy as np
import pandas as pd
from journey.logs import random_log
from journey.to_be.test_model import effect, with_targets
from scipy.stats import beta
from tables import open_literal

from loyalty import journey
from loyalty.journey.to_be import model, scenario
from loyalty.study import Scenario


def handed(tmp_path, *targets, active=None, **choices):
    log = random_log(6, 900, 300)
    chosen = with_targets(*targets, **choices)
    read = journey.read(open_literal(tmp_path, events=log.to_dict("list")), chosen)
    found = model.of_log(read, chosen, effect("Hotline"))
    active = np.ones(len(read.ids), dtype=bool) if active is None else active(read.ids)
    return log, found, scenario.scenario(found, read, chosen, active)


def test_the_band_becomes_the_range_of_the_assumption(tmp_path):
    _log, found, scenario = handed(tmp_path, ("Hotline", "feeling", 0.4), within_days=200)
    assert isinstance(scenario, Scenario)
    assert (scenario.name, scenario.strategy) == ("Hotline", "journey_change")
    low, high = np.percentile(100 * found.chance, [5, 95])
    change = scenario.assumptions["change"]
    assert (change.low, change.high) == (round(low, 2), round(high, 2))
    assert scenario.assumptions["days"].low == scenario.assumptions["days"].high == 200
    assert scenario.handed_over == scenario.assumptions


def test_reach_counts_the_active_who_passed_within_the_days(tmp_path):
    log, _found, scenario = handed(
        tmp_path, ("Hotline", "feeling", 0.4), within_days=200,
        active=lambda ids: np.array([name.endswith(("1", "2", "3")) for name in ids]),
    )  # fmt: skip
    active = {name for name in log["customer_id"] if name.endswith(("1", "2", "3"))}
    recent = log[log["time"] >= pd.Timestamp("2025-01-02") - pd.Timedelta(days=200)]
    passed = set(recent.loc[recent["touchpoint"] == "Hotline", "customer_id"]) & active
    assert 0 < len(passed) < len(active)
    ends = beta(len(passed) + 0.5, len(active) - len(passed) + 0.5).ppf([0.05, 0.95])
    reach = scenario.assumptions["reach"]
    assert [reach.low, reach.high] == [round(100 * float(end), 2) for end in ends]


def test_nothing_is_handed_over_where_nothing_follows_or_nobody_is_active(tmp_path):
    assert handed(tmp_path, ("Refill", "conversion", 0.9))[2] is None  # beyond the goal
    nobody = handed(
        tmp_path, ("Hotline", "feeling", 0.4), active=lambda ids: np.zeros(len(ids), dtype=bool)
    )
    assert nobody[2] is None


def test_several_touchpoints_share_one_name(tmp_path):
    _log, found, scenario = handed(
        tmp_path, ("Hotline", "feeling", 0.4), ("Website", "conversion", 0.99)
    )
    assert scenario.name == "Website, Hotline"
    assert scenario.assumptions["days"].low == found.days
