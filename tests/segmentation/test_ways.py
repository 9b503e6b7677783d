"""What can no longer come about, against futures that are played through."""

from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest

from loyalty.segmentation import (
    Change,
    codes,
    default_rules,
    distance,
    edits,
    nearest,
    segment_names,
)
from loyalty.study import Rule, Study

NAN = float("nan")
LIMITS = {"recency_days": 60.0, "order_count": 3.0, "spend": 100.0, "tenure_days": 90.0}
STUDY = Study(as_of=date(2024, 1, 1))
NAMED = STUDY.change(
    active_days=196,
    segments=default_rules(),
    thresholds={
        "recent_days": 34,
        "lapsed_days": 392,
        "new_days": 34,
        "frequent_orders": 4,
        "high_spend": 130,
    },
)


def one(**values) -> pd.DataFrame:
    return pd.DataFrame({key: [value] for key, value in values.items()})


def buyer(recency, count, spend, tenure) -> pd.DataFrame:
    return one(
        recency_days=float(recency),
        order_count=float(count),
        spend=float(spend),
        tenure_days=float(tenure),
    )


def columns(changes) -> list[str] | None:
    return None if changes is None else [change.column for change in changes]


def test_an_order_more_cannot_leave_the_count_as_it_is():
    """One order, long ago: the last order becomes recent only by a second one."""
    once = buyer(546, 1, 6.79, 546)
    assert columns(distance(once, NAMED, "hibernating")) == ["recency_days"]
    for gone in ("hibernating", "promising", "new", "no_orders"):
        assert distance(once, NAMED, gone) and distance(once, NAMED, gone, ahead=True) is None
    assert columns(distance(once, NAMED, "potential_loyal", ahead=True)) == [
        "recency_days",
        "order_count",
    ]


def test_the_nearest_is_one_that_can_still_be_reached():
    once = buyer(546, 1, 6.79, 546)
    assert nearest(once, NAMED)[0] == "no_orders"
    assert nearest(once, NAMED, ahead=True)[0] != "no_orders"
    often = buyer(2, 74, 279_489.02, 355)
    assert columns(distance(often, NAMED, "big_spenders")) == ["order_count"]
    assert distance(often, NAMED, "big_spenders", ahead=True) is None
    assert columns(distance(often, NAMED, "cannot_lose", ahead=True)) == ["recency_days"]


def test_a_first_order_can_still_come():
    nobody = buyer(NAN, 0, 0, NAN)
    assert distance(nobody, NAMED, "new", ahead=True) == [
        Change("recency_days", None, 0, 0, 1, ordered=True),
        Change("order_count", 0, 1, 1, 1),
        Change("tenure_days", None, 0, 0, 1, ordered=True),
    ]
    lost = distance(nobody, NAMED, "lost", ahead=True)
    assert lost[0] == Change("recency_days", None, 393, 393, 394, ordered=True)
    assert distance(nobody, NAMED, "no_orders", ahead=True) == []


def test_after_an_order_silence_counts_anew():
    silent = buyer(446, 22, 6552.7, 479)
    best = distance(silent, NAMED, "champions", ahead=True)
    assert best == [Change("recency_days", 446, 0, 0, 1, ordered=True)]
    loyal = distance(silent, NAMED, "loyal", {"recency_days": 10, "order_count": 2}, ahead=True)
    assert loyal == [Change("recency_days", 446, 35, 35, 3.5 + 0.5, ordered=True)]
    assert nearest(silent, NAMED, ahead=True) == ("champions", best)
    few = buyer(300, 2, 500, 479)
    assert distance(few, NAMED, "cannot_lose", ahead=True) == [
        Change("recency_days", 300, 197, 197, 198, ordered=True),
        Change("order_count", 2, 4, 2, 2),
    ]


def random_study(rng: np.random.Generator) -> Study:
    rules = [
        Rule(
            key=f"r{place}",
            conditions=tuple(
                edits.condition(
                    name, rng.choice(["<=", ">", ">=", "<", "==", "!="]),
                    float(round(LIMITS[name] * rng.choice([0.3, 1, 2]))),
                )
                for name in rng.choice(list(LIMITS), rng.integers(1, 4), replace=False)
            ),
        )
        for place in range(5)
    ]  # fmt: skip
    return STUDY.change(segments=rules)


def futures(recency, count, spend, tenure) -> pd.DataFrame:
    """The customer after waits, orders and a return, as they may follow one another."""
    rows = []
    waits, amounts = (0, 7, 31, 70, 130, 400), (1, 60, 300)
    for wait, refund in product(waits, (0, spend / 2, spend)):
        rows.append((recency + wait, count, spend - refund, tenure + wait))
        for orders, amount, silence in product((1, 2, 4, 9), amounts, waits):
            since = 0 if np.isnan(tenure) else tenure + wait
            rows.append(
                (silence, count + orders, spend - refund + orders * amount, since + silence)
            )
    return pd.DataFrame(rows, columns=list(LIMITS), dtype=float)


@pytest.mark.parametrize("seed", range(15))
def test_where_a_future_leads_is_never_ruled_out(seed):
    rng = np.random.default_rng(seed)
    study = random_study(rng)
    names = segment_names(study)
    for _customer in range(6):
        tenure = int(rng.integers(0, 300))
        start = [int(rng.integers(0, tenure + 1)), int(rng.integers(1, 7)),
                 float(rng.integers(0, 300)), tenure]  # fmt: skip
        if rng.random() < 0.2:
            start = [NAN, 0, 0.0, NAN]
        customer = buyer(*start)
        for place in set(codes(futures(*start), study)):
            assert distance(customer, study, names[place], ahead=True) is not None


def test_what_is_known_of_other_columns_stays_known():
    study = STUDY.change(
        segments=[
            Rule(key="early", conditions=[edits.condition("date.joined", "<", date(2020, 1, 1))]),
            Rule(key="few", conditions=[edits.condition("complaint_count", "<", 2)]),
            Rule(key="back", conditions=[edits.condition("last_gap_days", ">", 500)]),
            Rule(key="good", conditions=[edits.condition("rfm.recency", ">=", 4),
                                         edits.condition("order_count", "<=", 3)]),
        ]
    )  # fmt: skip
    customer = one(
        **{
            "date.joined": pd.Timestamp("2021-05-05"),
            "complaint_count": 3.0,
            "last_gap_days": 20.0,
            "rfm.recency": 2.0,
            "order_count": 3.0,
        }
    )
    assert distance(customer, study, "early", ahead=True) is None
    assert distance(customer, study, "few", ahead=True) is None
    back = distance(customer, study, "back", ahead=True)
    assert columns(back) == ["last_gap_days", "order_count"]
    assert distance(customer, study, "good", ahead=True) is None
    assert distance(customer.assign(order_count=2.0), study, "good", ahead=True) is not None
    unknown = customer.assign(**{"date.joined": pd.NaT, "complaint_count": NAN})
    assert distance(unknown.astype({"date.joined": "datetime64[s]"}), study, "early", ahead=True)
