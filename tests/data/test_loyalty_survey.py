"""The loyalty survey of the synthetic retailer: what is planted in it, from the tables alone."""

import numpy as np
import pandas as pd
import pytest

from data.retailer_model import effects
from tests.data import counts

ITEMS = ("relative_attitude", "brand_identity", *effects.STAGE_SHARES)


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    """One row per answered loyalty survey: its items, and the orders before that day.

    `orders` counts them, `discounted` is the share of them bought at a discount.
    """
    answers = counts.table("answers")
    asked = answers[answers["question"].isin(ITEMS)]
    frame = asked.pivot(index=["customer_id", "time"], columns="question", values="score")
    frame = frame.reset_index()
    lines = counts.table("orders")
    bought = lines[~lines["returned"]].groupby(["customer_id", "order_id"], as_index=False)
    orders = bought.agg(ordered=("time", "min"), discount=("discount", "max"))
    pairs = frame[["customer_id", "time"]].merge(orders, on="customer_id")
    pairs = pairs[pairs["ordered"] < pairs["time"].dt.normalize()]
    discounted = (pairs["discount"] > 0).groupby([pairs["customer_id"], pairs["time"]])
    found = discounted.agg(orders="size", discounted="mean").reset_index()
    return frame.merge(found, on=["customer_id", "time"], how="left")


def frequent(survey: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Relative attitude of frequent buyers: those who buy at a discount, the others."""
    often = survey[survey["orders"] >= effects.PROMOTION_BUYER_ORDERS]
    mostly = often["discounted"] >= effects.PROMOTION_BUYER_SHARE
    return often[mostly]["relative_attitude"], often[~mostly]["relative_attitude"]


def test_a_good_part_of_the_buyers_answers_every_item_of_the_loyalty_survey(survey):
    assert survey.notna().all().all()
    assert 0.3 < survey["customer_id"].nunique() / len(counts.first_orders()) < 0.5
    assert (survey["time"].dt.year.value_counts() > 500).all()


def test_frequent_buyers_at_a_discount_hold_a_lower_opinion(survey):
    priced, others = frequent(survey)
    difference = priced.mean() - others.mean()
    error = np.sqrt(priced.var() / len(priced) + others.var() / len(others))
    assert abs(difference - effects.PROMOTION_BUYER_POINTS) < 1.96 * error
    assert difference + 1.96 * error < -1


def test_all_four_types_of_dick_and_basu_occur(survey):
    often = survey["orders"] >= effects.PROMOTION_BUYER_ORDERS
    types = pd.crosstab(often, np.sign(survey["relative_attitude"] - 4))[[-1, 1]]
    assert (types > 100).all().all()
    priced, others = frequent(survey)
    assert (priced < 4).mean() > 0.6 > 0.2 > (others < 4).mean()


def test_identity_with_the_brand_does_not_depend_on_discounts(survey):
    assert survey["brand_identity"].mean() == pytest.approx(effects.BRAND_IDENTITY, abs=0.1)
    often = survey[survey["orders"] >= effects.PROMOTION_BUYER_ORDERS]
    mostly = often["discounted"] >= effects.PROMOTION_BUYER_SHARE
    groups = [often[mostly]["brand_identity"], often[~mostly]["brand_identity"]]
    error = np.sqrt(sum(group.var() / len(group) for group in groups))
    assert abs(groups[0].mean() - groups[1].mean()) < 1.96 * error


def test_each_stage_of_oliver_is_passed_by_fewer_mostly_in_order(survey):
    passed = survey[list(effects.STAGE_SHARES)] >= effects.STAGE_PASSED
    assert passed.mean().to_dict() == pytest.approx(effects.STAGE_SHARES, abs=5e-4)
    assert passed.mean().is_monotonic_decreasing
    in_order = (np.diff(passed.to_numpy().astype(int), axis=1) <= 0).all(axis=1).mean()
    a, b, c, d = passed.mean()  # independent stages would pass in order with this share:
    by_chance = (1 - a) * (1 - b) * (1 - c) * (1 - d) + a * (1 - b) * (1 - c) * (1 - d)
    by_chance += a * b * (1 - c) * (1 - d) + a * b * c * (1 - d) + a * b * c * d
    assert by_chance < 0.6 and 0.8 < in_order < 0.9


def test_the_loyalty_survey_goes_with_willingness_to_recommend(survey):
    answers = counts.table("answers").query("question == 'nps'")
    nps = answers.groupby("customer_id")["score"].mean()
    latest = survey.sort_values("time").drop_duplicates("customer_id", keep="last")
    latest = latest.set_index("customer_id")
    for item in ITEMS:
        both = pd.concat([latest[item], nps], axis=1, join="inner")
        assert both.corr().iloc[0, 1] > 0.15, item


def test_use_and_referrals_are_there_for_their_indicators():
    use = counts.touchpoint("App use")
    assert use["duration"].notna().all() and use["feature"].notna().all()
    assert use["customer_id"].nunique() / len(counts.first_orders()) > 0.7
    assert use["feature"].nunique() == 5
    referred = counts.table("customers").dropna(subset="referred_by")
    ordered = referred["customer_id"].isin(counts.first_orders().index)
    success = ordered.groupby(referred["referred_by"]).mean()
    assert (success == 0).mean() > 0.1 and (success == 1).mean() > 0.5
