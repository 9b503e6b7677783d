"""Cohorts and concentration on the Segments page, against loops over the literal orders."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from pages.by_hand import AS_OF, lives, note_downloads, segment, show
from pages.conftest import fill, small_orders

from loyalty import labels
from loyalty.intervals import wilson
from pages import _session as session


@pytest.fixture
def offered(monkeypatch):
    return note_downloads(monkeypatch)


@pytest.fixture
def drawn(monkeypatch):
    """What the page draws: key of the chart -> its frame and options."""
    seen = {}
    original = session.chart

    def note(draw, frame, key, alt, **options):
        seen[key] = frame, options
        return original(draw, frame, key, alt, **options)

    monkeypatch.setattr(session, "chart", note)
    return seen


def month(day) -> int:
    return day.year * 12 + day.month - 1


def counted(orders, months=1) -> dict[tuple[int, int], tuple[int, int, int]]:
    """(cohort, age) -> customers, who ordered, who have two orders by then; whole periods only."""
    last = month(AS_OF) // months - 1  # January has one day so far
    periods = {
        name: sorted(month(day) // months for day, _a in one) for name, one in orders.items()
    }
    found = {}
    for joined in sorted({one[0] for one in periods.values()}):
        members = [one for one in periods.values() if one[0] == joined]
        for period in range(joined, last + 1):
            active = sum(period in one for one in members)
            twice = sum(len(one) > 1 and one[1] <= period for one in members)
            found[joined, period - joined] = len(members), active, twice
    return found


def pooled(cells, age, place) -> tuple[int, int, int]:
    """How many cohorts reach an age, their customers, and how many of them count."""
    rows = [row for (_cohort, one), row in cells.items() if one == age]
    return len(rows), sum(row[0] for row in rows), sum(row[place] for row in rows)


def percent(share) -> str:
    return f"{round(100 * share, 1):g}%"


def said(app, start) -> str:
    found = [one.value for one in app.markdown if one.value.startswith(start)]
    assert len(found) == 1, [one.value for one in app.markdown]
    return found[0]


@pytest.mark.parametrize(("measure", "place"), [("retention", 1), ("repurchase", 2)])
@pytest.mark.parametrize(("period", "months", "age"), [("month", 1, 3), ("quarter", 3, 1)])
def test_the_answer_is_what_a_loop_counts(opened, measure, place, period, months, age):
    app = show(opened, "cohorts")
    app.segmented_control(key="cohort_measure").set_value(measure).run()
    app.segmented_control(key="cohort_period").set_value(period).run()
    assert not app.exception
    cohorts, size, count = pooled(counted(lives(), months), age, place)
    assert 0 < count <= size
    low, high = wilson([count], [size])
    heading = next(one.value for one in app.subheader if f"{period} {age}" in one.value)
    assert heading.startswith(f"{percent(count / size)} of customers")
    assert said(app, f"{count} of {size} customers in {cohorts} cohorts").startswith(
        f"{count} of {size} customers in {cohorts} cohorts;"
        f" 95% interval {percent(low[0])} to {percent(high[0])}."
    )


def test_the_table_and_the_curves_hold_every_cell(opened, drawn):
    show(opened, "cohorts")
    cells = counted(lives())
    frame, options = drawn["cohort_table"]
    found = {
        (month(date.fromisoformat(f"{name}-01")), age): (size, count)
        for name, age, size, count in zip(
            *(frame[key] for key in ("name", "age", "size", "count")), strict=True
        )
    }
    assert found == {key: row[:2] for key, row in cells.items() if key[1] > 0}
    assert options["columns"] == max(age for _cohort, age in cells)
    curves, _options = drawn["cohort_curves"]
    for row in curves[curves["part"] == "pooled"].to_dict("records"):
        _cohorts, size, count = pooled(cells, row["age"], 1)
        assert (row["size"], row["count"]) == (size, count)


def test_each_age_says_on_how_many_cohorts_it_rests(opened):
    app = show(opened, "cohorts")
    cells = counted(lives())
    table = app.dataframe[0].value
    assert table["age"].tolist() == list(range(1, max(age for _cohort, age in cells) + 1))
    for row in table.itertuples():
        cohorts, size, count = pooled(cells, row.age, 1)
        assert (row.cohorts, row.size) == (cohorts, size)
        assert row.retention == pytest.approx(count / size, abs=0.0005)
    assert table["cohorts"].iloc[-1] == 1
    assert any("at the far end on a single one" in one.value for one in app.caption)
    assert any("before the data begin" in one.value for one in app.caption)


def test_only_customers_of_chosen_segments_count(opened, workspace):
    app, study = show(opened, "cohorts"), workspace.state().draft
    everybody = {name: segment(orders, AS_OF, study) for name, orders in lives().items()}
    app.segmented_control(key="cohort_measure").set_value("repurchase").run()
    inside = {labels.segment(key) for key in set(everybody.values())}
    assert set(app.pills(key="cohort_segments").options) == inside
    key = pd.Series(everybody).value_counts().index[0]
    app.pills(key="cohort_segments").set_value([key]).run()
    chosen = {name: orders for name, orders in lives().items() if everybody[name] == key}
    assert len(chosen) < 60
    cohorts, size, count = pooled(counted(chosen), 3, 2)
    assert said(app, f"{count} of {size} customers in {cohorts} cohorts")
    assert any("by definition" in one.value for one in app.caption)


def test_the_export_holds_all_cohorts(opened, offered):
    show(opened, "cohorts")
    make, file_name = offered["Export all cohorts (CSV)"]
    assert file_name.startswith("loyalty-lab-cohorts-month-") and file_name.endswith(".csv")
    rows = csv.DictReader(io.StringIO(make().decode("utf-8-sig")))
    found = {
        (month(date.fromisoformat(row["cohort"])), int(row["age"])): (
            int(row["size"]), int(row["active"]), int(row["repurchased"])
        )
        for row in rows
    }  # fmt: skip
    assert found == counted(lives())


def test_the_top_tenth_is_summed_by_hand(opened):
    app = show(opened, "cohorts")
    spends = sorted((sum(a for _d, a in one) for one in lives().values()), reverse=True)
    share = sum(spends[:6]) / sum(spends)
    text = f"The top tenth of customers bring {percent(share)} of spend."
    assert any(one.value == text for one in app.subheader)
    differences = sum(abs(a - b) for a in spends for b in spends)
    gini = differences / (2 * len(spends) * sum(spends))
    line = said(app, "95% interval")
    assert "over 60 customers with an order" in line
    assert f"Gini coefficient {round(gini, 2):g}:" in line
    table = app.dataframe[-1].value.set_index("share")["value"]
    assert table[0.5] == pytest.approx(sum(spends[:30]) / sum(spends), abs=0.0005)
    assert table[0.1] == pytest.approx(share, abs=0.0005)


def returned(amount) -> dict:
    """The small orders, and a return of this amount by the first customer."""
    table = {key: list(values) for key, values in small_orders().items()}
    last = {"customer_id": "c00", "order_id": "r", "time": "2024-12-31", "amount": -amount}
    last["is_return"] = True
    return {key: [*values, last[key]] for key, values in table.items()}


def test_customers_with_negative_spend_are_counted_and_kept(app, store, tmp_path):
    app.query_params["w"] = fill(store, tmp_path, {"orders": returned(50)})
    found = show(app.run(), "cohorts")
    assert any("1 customers returned more than they bought" in one.value for one in found.caption)
    spends = [sum(a for _d, a in one) - 50 * (name == "c00") for name, one in lives().items()]
    share = sum(sorted(spends)[-6:]) / sum(spends)
    assert any(f"bring {percent(share)} of spend" in one.value for one in found.subheader)


def test_without_a_positive_total_there_are_no_shares(app, store, tmp_path):
    app.query_params["w"] = fill(store, tmp_path, {"orders": returned(100_000)})
    found = show(app.run(), "cohorts")
    assert any("total is not positive" in one.value for one in found.info)


def test_without_orders_it_says_what_is_missing(app, store, tmp_path):
    answers = {
        "customer_id": ["x", "y"], "question": ["csat"] * 2, "score": [4.0, 5.0],
        "time": ["2024-01-01", "2024-03-01"], "position": [0, 1],
    }  # fmt: skip
    app.query_params["w"] = fill(store, tmp_path, {"answers": answers})
    found = show(app.run(), "cohorts")
    assert any("need orders" in one.value for one in found.info)
    assert not found.get("vega_lite_chart")


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (["2024-12-02", "2024-12-05"], "no full period"),
        (["2024-11-02", "2024-12-05"], "needs one full period after"),
    ],
)
def test_too_little_history_says_what_is_missing(app, store, tmp_path, days, text):
    rows = {key: values[:2] for key, values in small_orders().items()}
    rows |= {"customer_id": ["a", "a"], "time": days}
    app.query_params["w"] = fill(store, tmp_path, {"orders": rows})
    found = show(app.run(), "cohorts")
    assert any(text in one.value for one in found.info)
    assert any("of spend" in one.value for one in found.subheader)
