"""Customers on past days: the same numbers as a study made for that day, by the plain way."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from tables import open_literal, orders

from loyalty import analysis, clustering, features, rollup, scoring
from loyalty.indicators import BY_KEY
from loyalty.replay import Past, customers_at, ledger
from loyalty.study import Condition, Rule, Study

DAYS = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 30), date(2024, 2, 29),
        date(2024, 12, 31)]  # fmt: skip
NAMES = [f"c{number:02}" for number in range(60)]


def tables(folder):
    """60 customers, 700 orders of which a tenth are returns, events, answers, a customer table."""
    rng = np.random.default_rng(3)
    start, span = pd.Timestamp("2023-01-01"), 700 * 86_400

    def times(count):
        return start + pd.to_timedelta(rng.integers(0, span, count), unit="s").round("h")

    def who(count):
        return [NAMES[place] for place in np.minimum(rng.geometric(0.06, count), 55)]

    bought = orders([
        (name, time, round(float(amount) * (-1 if back else 1), 4), bool(back))
        for name, time, amount, back in zip(
            who(700), times(700), rng.random(700) * 90, rng.random(700) < 0.1, strict=True
        )
    ])  # fmt: skip
    joined = [None if number % 9 == 0 else time for number, time in enumerate(times(len(NAMES)))]
    return open_literal(
        folder,
        orders=bought,
        customers={
            "customer_id": NAMES,
            "joined": joined,
            "region": [("north", "south", None)[number % 3] for number in range(len(NAMES))],
        },
        events={"customer_id": who(200), "time": list(times(200)),
                "touchpoint": ["visit", "call"] * 100},
        answers={"customer_id": who(200), "time": [*times(190), *[None] * 10],
                 "question": ["nps", "csat"] * 100,
                 "score": [float(value) for value in rng.integers(0, 11, 200)],
                 "position": list(range(200))},
    )  # fmt: skip


def plain(found, study: Study, day: date) -> pd.DataFrame:
    """The way without a ledger: everything rolled up as of that day."""
    then = study.model_copy(update={"as_of": day})
    return features.frame(analysis.base(found, day).customers, then)


def rule(key: str, *columns: str) -> Rule:
    return Rule(key=key, conditions=[Condition(column=name, op="missing") for name in columns])


STUDY = Study(as_of=DAYS[-1], indicators=tuple(BY_KEY), thresholds={
    "recent_days": 30, "lapsed_days": 180, "new_days": 45, "frequent_orders": 5, "high_spend": 300,
})  # fmt: skip


def equal(found: pd.DataFrame, expected: pd.DataFrame, names: list[str]) -> None:
    for name in ["customer_id", *names]:
        left, right = found[name], expected[name]
        if name.startswith("attribute."):
            left, right = left.astype("str"), right.astype("str")
        pd.testing.assert_series_equal(left, right, check_exact=True, check_index=False)


def test_the_ledger_gives_what_the_rollup_gives_to_the_last_digit(tmp_path):
    found = tables(tmp_path)
    names = sorted(ledger.COLUMNS)
    past = Past(found, DAYS[-1])
    assert past._ledger is not None
    for day in DAYS:
        everyone = past.frame(STUDY, day, names)[past.known(day)]
        equal(everyone, plain_base(found, day), names)
        equal(customers_at(found, STUDY, day, names), plain_base(found, day), names)


def plain_base(found, day: date) -> pd.DataFrame:
    frame = analysis.base(found, day).customers
    return frame if "last_gap_days" in frame else frame.assign(last_gap_days=np.nan)


def test_the_ledger_counts_what_a_loop_counts(tmp_path):
    found = customers_at(
        open_literal(tmp_path, orders=orders([
            ("ann", "2024-01-01 23:59", "10.10"), ("ann", "2024-01-01 08:00", "0.0001"),
            ("ann", "2024-04-01", "-5.05", True), ("ann", "2024-04-30", 20),
            ("bob", "2024-05-02", "-3", True), ("cyd", "2024-05-03", 1),
        ])),
        STUDY, date(2024, 5, 2), sorted(ledger.COLUMNS),
    ).set_index("customer_id")  # fmt: skip
    assert list(found.index) == ["ann", "bob"]
    assert found.loc["ann"].to_dict() == pytest.approx({
        "recency_days": 2, "order_count": 3, "spend": 25.0501, "tenure_days": 122,
        "average_order_value": 30.1001 / 3, "repeat_interval_days": 60, "repurchase_rate": 0,
        "return_share": 0.25, "last_gap_days": 120,
    })  # fmt: skip
    assert found.loc["bob", ["order_count", "spend", "return_share"]].tolist() == [0, -3, 1]
    assert found.loc["bob"].drop(["order_count", "spend", "return_share"]).isna().all()


def test_any_column_a_rule_names_is_that_of_a_study_made_for_the_day(tmp_path):
    found = tables(tmp_path)
    columns = [
        "recency_days", "last_gap_days", "attribute.region", "date.joined", "date.first_order",
        "date.last_order", "answer.csat", "nps_score", "interaction_count", "rfm.value",
        "life_cycle", "score.loyalty_index", "score.purchase", "score.emotion",
    ]  # fmt: skip
    scale = analysis.first_study(analysis.base(found, DAYS[-1]), DAYS[-1])
    study = scale.change(
        segments=[rule("a", *columns)],
        cuts={"rfm.recency": (10, 30, 90, 180), "rfm.frequency": (1, 2, 5, 9),
              "rfm.monetary": (20, 80, 200, 500)},
        group_by="attribute.region",
        group_weights={"north": {"family_weights": {"purchase": 1, "emotion": 3},
                                 "indicator_weights": {"spend": 1, "satisfaction": 2}}},
    )  # fmt: skip
    past = Past(found, DAYS[-1])
    for day in DAYS[2:]:
        expected = plain(found, study, day)
        assert expected["score.loyalty_index"].nunique() > 20
        equal(past.frame(study, day)[past.known(day)], expected, columns)


def test_only_what_the_study_needs_is_read(tmp_path):
    study = STUDY.change(segments=[rule("a", "spend", "date.last_order")])
    found = customers_at(tables(tmp_path), study, DAYS[-1])
    assert list(found) == ["customer_id", "spend", "recency_days", "date.last_order"]


def test_orders_that_lack_an_amount_take_the_plain_way(tmp_path):
    rows = orders([("ann", "2024-01-01", 5), ("ann", "2024-02-01", None)])
    found = open_literal(tmp_path, orders=rows)
    past = Past(found, date(2024, 3, 1))
    assert past._ledger is None
    frame = past.frame(STUDY, date(2024, 3, 1), ["spend", "order_count", "last_gap_days"])
    assert frame.to_dict("records") == [
        {"customer_id": "ann", "spend": 5, "order_count": 2, "last_gap_days": 31}
    ]
    assert past.known(date(2023, 12, 31)).tolist() == [False]


def test_who_is_known_on_a_day_is_who_the_rollup_has(tmp_path):
    found = tables(tmp_path)
    past = Past(found, DAYS[-1])
    for day in DAYS:
        everyone = rollup.customers(found, day, [])["customer_id"].tolist()
        assert past.ids[past.known(day)].tolist() == everyone
    assert past.ids.tolist() == sorted(past.ids)
    assert past.known(DAYS[0]).sum() > 0  # a joining day or an answer without a time


def test_without_rows_nobody_is_known(tmp_path):
    empty = {"customer_id": [], "order_id": [], "time": [], "amount": [], "is_return": []}
    found = customers_at(open_literal(tmp_path, orders=empty), STUDY, DAYS[-1], ["spend"])
    assert found.empty and "spend" in found


def test_clusters_of_the_study_are_found_on_past_days(tmp_path):
    found = tables(tmp_path)
    base = analysis.base(found, DAYS[-1]).customers
    scale = scoring.learn(base)
    frozen = clustering.fit(scoring.scores(base, scale), ("recency_days", "spend"), 3)
    rules = [
        Rule(key=f"g{number}", conditions=[Condition(column="cluster", op="==", threshold=number)])
        for number in (1, 2, 3)
    ]
    study = STUDY.change(
        scale={key: caps.model_dump() for key, caps in scale.items()},
        clusters=frozen.model_dump(),
        segments=rules,
    )
    for day in DAYS[2:]:
        expected = plain(found, study, day)
        assert expected["cluster"].nunique() > 1
        equal(customers_at(found, study, day), expected, ["cluster"])


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2024, 1, 10), date(2030, 1, 1)])
def test_days_long_before_and_after_all_orders_mix_no_customers(tmp_path, day):
    rows = [("ann", "2024-01-01", 1), ("ann", "2024-01-20", 2), ("bob", "2024-01-05", 4),
            ("bob", "2024-01-20", 8, True), ("cyd", "2024-01-02", 16)]  # fmt: skip
    past = Past(open_literal(tmp_path, orders=orders(rows)), date(2030, 12, 31))
    found = past.frame(STUDY, day, ["order_count", "spend"])
    kept = [row for row in rows if date.fromisoformat(row[1]) <= day]
    for name, count, spend in found.itertuples(index=False):
        own = [row for row in kept if row[0] == name]
        assert count == sum(len(row) == 3 for row in own)
        assert spend == sum(row[2] for row in own)
