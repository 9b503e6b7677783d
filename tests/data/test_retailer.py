"""The synthetic retailer: the same bytes, its calibration, and every planted effect found again.

Counts are made by pandas from the files alone; intervals are 95 %.
"""

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.make_retailer import write
from data.retailer_model import effects
from loyalty.indicators import complaint_count
from loyalty.journey.stage_map import guess
from loyalty.schema import TABLES
from tests.data import counts

NAMES = ("answers", "campaigns", "customers", "events", "orders")
PROMOTIONS = [
    (row.start, row.end)
    for row in counts.table("campaigns").itertuples()
    if row.campaign_id.startswith("PROMO")
]


def test_the_script_writes_the_shipped_bytes(tmp_path):
    write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    shipped = {path.name: path.read_bytes() for path in counts.FOLDER.iterdir()}
    assert sorted(made) == [f"{name}.parquet" for name in NAMES]
    assert made == shipped
    assert sum(map(len, made.values())) < 4_000_000


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_labelled_synthetic_and_fits_its_contract(name):
    schema = pq.read_schema(counts.FOLDER / f"{name}.parquet")
    assert schema.metadata[b"synthetic"] == b"yes"
    required = {field.name for field in TABLES[name].fields if field.required}
    assert required <= set(schema.names)
    if not TABLES[name].keeps_other_columns:
        assert set(schema.names) <= set(TABLES[name].names)


def test_size_and_span():
    customers, events = counts.table("customers"), counts.table("events")
    assert len(customers) == customers["customer_id"].nunique() == effects.CUSTOMERS
    assert len(counts.first_orders()) == 3990
    assert events["touchpoint"].nunique() == 21
    for name in ("orders", "events", "answers"):
        time = counts.table(name)["time"]
        assert counts.START <= time.min() < counts.START + pd.Timedelta(days=45)
        assert counts.END - pd.Timedelta(days=7) < time.max() < counts.END


def test_every_row_belongs_to_a_known_customer_who_had_joined():
    customers = counts.table("customers").set_index("customer_id")
    for name in ("orders", "events", "answers"):
        rows = counts.table(name)
        joined = customers["joined"].reindex(rows["customer_id"])
        assert joined.notna().all()
        assert (joined.to_numpy() <= rows["time"].to_numpy()).all()


def test_scales():
    feeling = counts.table("events")["feeling"].dropna()
    assert feeling.between(-1, 1).all()
    answers = counts.table("answers")
    scale = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
    for question, scores in answers.groupby("question")["score"]:
        low, high = scale.get(question, (1, 7))
        assert scores.between(low, high).all() and (scores % 1 == 0).all(), question
    loyalty = {"relative_attitude", "brand_identity", *effects.STAGE_SHARES}
    assert loyalty | {f"servqual_{d}_{s}" for d in ("tangibles", "reliability", "responsiveness",
            "assurance", "empathy") for s in ("expected", "perceived")} | set(scale) == set(
        answers["question"])  # fmt: skip


def test_effort_is_high_after_bad_service():
    bad = counts.touchpoint("Hotline").query("feeling < 0")
    good = counts.touchpoint("Hotline").query("feeling > 0")
    hard = counts.table("answers").query("question == 'ces'")
    scores = [
        hard[hard["customer_id"].isin(set(one["customer_id"]) - set(two["customer_id"]))]["score"]
        for one, two in ((bad, good), (good, bad))
    ]
    assert scores[0].mean() > scores[1].mean() + 1


def test_comments_are_in_two_languages_and_tied_to_what_happened():
    text = pd.concat([counts.table(name)["text"].dropna() for name in ("events", "answers")])
    chinese = text.str.contains(r"[\u4e00-\u9fff]")
    assert 0.4 < chinese.mean() < 0.8
    assert text.nunique() > 250 and text.str.len().max() < 80
    late = counts.touchpoint("Delivery").dropna(subset="text")
    assert late[late["text"].str.contains("days late|晚到")]["feeling"].max() < 0


def test_returns_reduce_spend_and_are_orders_of_their_own():
    lines = counts.table("orders")
    assert (lines["returned"] == lines["order_id"].str.startswith("R")).all()
    assert (lines["returned"] == (lines["quantity"] < 0)).all()
    assert 0.02 < lines["returned"].mean() < 0.05
    price = lines["unit_price"].astype(float) * lines["quantity"] + lines["discount"].astype(float)
    assert ((price / lines["quantity"]).round(2) % 1 == 0).all()  # list prices are whole
    assert (lines["unit_cost"].astype(float) < lines["unit_price"].astype(float)).mean() > 0.95


def test_referrers_were_customers_before():
    customers = counts.table("customers").set_index("customer_id")
    referred = customers.dropna(subset="referred_by")
    assert (referred["acquisition_channel"] == "Referral").all()
    first = counts.first_orders().reindex(referred["referred_by"])
    assert (first.to_numpy() < referred["joined"].to_numpy()).all()
    assert 0.08 < len(referred) / len(customers) < 0.14


def test_a_third_leaves_each_year_at_a_constant_hazard():
    days = counts.lifetimes(365)
    gone = days < 365.25
    share, low, high = counts.share(gone)
    assert low < effects.YEARLY_CHURN < high and abs(share - effects.YEARLY_CHURN) < 0.01
    constant = (1 - 0.68**0.5) / 0.32
    early, low, high = counts.share(days[gone] < 365.25 / 2)
    assert constant == pytest.approx(0.548, abs=5e-4)
    assert low < constant < high and abs(early - constant) < 0.02


@pytest.mark.parametrize("quarter", range(8))
def test_the_hazard_of_each_quarter_is_the_same(quarter):
    start, end = quarter * 365.25 / 4, (quarter + 1) * 365.25 / 4
    days = counts.lifetimes(int(end))
    _, low, high = counts.share(days[days >= start] < end)
    assert low < 1 - 0.68**0.25 < high


def test_nps_and_willingness_to_recommend():
    score = counts.table("answers").query("question == 'nps'")["score"]
    nps = 100 * ((score >= 9).mean() - (score <= 6).mean())
    assert nps == pytest.approx(45, abs=0.5)
    assert (score >= effects.WILLING_TO_RECOMMEND).mean() == pytest.approx(0.68, abs=0.005)


def test_latest_nps_answers_tell_the_same():
    answers = counts.table("answers").query("question == 'nps'")
    score = answers.groupby("customer_id")["score"].last()
    assert 100 * ((score >= 9).mean() - (score <= 6).mean()) == pytest.approx(45, abs=3)


def test_one_in_eight_buys_a_second_main_device_within_36_months():
    lines = counts.table("orders")
    devices = lines[~lines["returned"] & lines["category"].isin(counts.MAIN)]
    orders = devices.drop_duplicates(["customer_id", "order_id"]).sort_values("time")
    place = orders.groupby("customer_id").cumcount()
    first = orders[place == 0].set_index("customer_id")["time"]
    second = orders[place == 1].set_index("customer_id")["time"].reindex(first.index)
    days = (second.fillna(counts.END) - first) / pd.Timedelta(days=1)
    within = counts.incidence(days.to_numpy(), second.notna().to_numpy(), 1096)
    assert within == pytest.approx(effects.SECOND_DEVICE_36_MONTHS, abs=0.015)
    long_seen = first < counts.END - pd.Timedelta(days=913)
    assert second[long_seen].notna().mean() == pytest.approx(0.12, abs=0.015)


def test_nearly_half_of_the_buyers_come_back():
    low, high = effects.REPEAT_BUYERS
    assert low < (counts.orders()["customer_id"].value_counts() >= 2).mean() < high


def first_cases() -> pd.DataFrame:
    """The first service call of each customer with 180 days after it: bad, answered, again."""
    calls = counts.touchpoint("Hotline", effects.BAD_SERVICE_DAYS)
    calls = calls.drop_duplicates("customer_id")
    answers = counts.touchpoint("Service recovery")
    complaints = counts.touchpoint("Complaint")
    quick = complaints[counts.followed(complaints, answers, effects.RECOVERY_HOURS / 24)]
    return calls.assign(
        bad=calls["feeling"] < 0,
        recovered=counts.followed(calls, quick, 30),
        again=counts.followed(calls, counts.orders(), effects.BAD_SERVICE_DAYS),
    )


def test_bad_service_cuts_repurchase():
    cases = first_cases()
    bad = cases[cases["bad"] & ~cases["recovered"]]["again"]
    _, low, high = counts.difference(bad, cases[~cases["bad"]]["again"])
    assert low < effects.BAD_SERVICE_POINTS < high < 0


def test_quick_answers_to_complaints_win_half_of_it_back():
    cases = first_cases()
    recovered = cases[cases["recovered"]]["again"]
    planted = effects.BAD_SERVICE_POINTS * (1 - effects.RECOVERED_SHARE)
    _, low, high = counts.difference(recovered, cases[~cases["bad"]]["again"])
    assert low < planted < high


def test_bad_cases_are_not_worse_customers_beforehand():
    cases = first_cases()
    orders = counts.orders()
    before = orders.merge(cases[["customer_id", "time"]], on="customer_id", suffixes=("", "_case"))
    number = before[before["time"] < before["time_case"]]["customer_id"].value_counts()
    earlier = cases["customer_id"].map(number)
    groups = [earlier[cases["bad"]], earlier[~cases["bad"]]]
    error = np.sqrt(sum(group.var() / len(group) for group in groups))
    assert abs(groups[0].mean() - groups[1].mean()) < 2.6 * error


def test_late_deliveries_change_feelings_only():
    deliveries = counts.touchpoint("Delivery", 180).dropna(subset="feeling")
    again = counts.followed(deliveries, counts.orders(), 180)
    late = deliveries["feeling"] < 0
    _, low, high = counts.difference(again[late], again[~late])
    assert low < 0 < high


@pytest.mark.parametrize(("pair", "planted"), effects.HANDOVERS.items())
def test_hand_overs_work_with_their_planted_share(pair, planted):
    source, target = pair
    visits = counts.touchpoint(source, effects.HANDOVER_DAYS)
    later = counts.touchpoint(target)
    _, low, high = counts.share(counts.followed(visits, later, effects.HANDOVER_DAYS))
    assert low < planted < high


def test_the_broken_hand_over_loses_orders():
    visits = counts.touchpoint("Showroom visit", 60)
    quoted = counts.followed(visits, counts.touchpoint("Online quote"), effects.HANDOVER_DAYS)
    bought = visits["customer_id"].isin(counts.first_orders().index)
    _, low, high = counts.difference(bought[quoted], bought[~quoted])
    assert low < effects.BUY_WITH_QUOTE - effects.BUY_WITHOUT_QUOTE < high


def around_promotions() -> np.ndarray:
    """Repeat orders in 56 days before, the 14 days, 56 days after, and 56 more, all promotions."""
    repeats = counts.repeat_orders()
    total = np.zeros(4)
    for start, end in PROMOTIONS:
        known = repeats[repeats["first"] < start - pd.Timedelta(days=66)]
        edges = [start + pd.Timedelta(days=d) for d in (-56, 0)]
        edges += [end + pd.Timedelta(days=d) for d in (0, 56, 112)]
        total += np.histogram(known["time"].astype("int64"), [e.value // 1000 for e in edges])[0]
    return total


def test_promotions_are_a_spike_and_then_a_dip():
    before, during, after, later = around_promotions()
    usual = (before + later) / 2 / effects.PULL_DAYS
    pulled = effects.PULLED_SHARE
    for seen, days, planted in (
        (during, 14, 1 + pulled * effects.PULL_DAYS / effects.PROMOTION_DAYS),
        (after, 56, 1 - pulled),
    ):
        ratio = seen / days / usual
        error = np.sqrt(1 / seen + 1 / (before + later))
        assert ratio * np.exp(-1.96 * error) < planted < ratio * np.exp(1.96 * error)


def test_promotions_add_no_orders():
    before, during, after, later = around_promotions()
    expected = (before + later) / 2 * 70 / 56
    error = np.sqrt(1 / (during + after) + 1 / (before + later))
    assert abs(np.log((during + after) / expected)) < 1.96 * error


STAGES = {
    "awareness": {"Advertisement", "Referral invitation"},
    "consideration": {
        "Website visit", "Showroom visit", "Phone advice", "Chat advice", "Online quote",
    },
    "purchase": {"Checkout", "Delivery"},
    "use": {"Set-up", "App use"},
    "service": {"Hotline", "Repair", "Complaint", "Service recovery"},
    "repurchase": {"Loyalty newsletter", "Loyalty offer", "Trade-in offer"},
    "advocacy": {"Review written", "Community post", "Referral sent"},
}  # fmt: skip


def test_touchpoints_are_named_so_that_their_stage_is_guessed():
    touchpoints = counts.table("events")["touchpoint"].unique()
    guessed = pd.Series(touchpoints).groupby([guess(name) for name in touchpoints]).agg(set)
    assert guessed.to_dict() == STAGES


def test_the_program_counts_complaints_and_not_their_answers():
    words = complaint_count.WORDS
    touchpoints = counts.table("events")["touchpoint"].unique()
    assert [name for name in touchpoints if any(word in name.lower() for word in words)] == [
        "Complaint"
    ]
