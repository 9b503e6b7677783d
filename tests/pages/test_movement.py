"""Movement on the Segments page, against loops over the literal orders."""

import csv
import io
from collections import Counter
from datetime import date, datetime

import pandas as pd
import pytest
from pages.by_hand import AS_OF, lives, note_downloads, segment, show
from pages.conftest import fill, small_orders

from loyalty import labels, segmentation
from loyalty.replay import ARRIVED
from loyalty.study import Condition, Rule
from pages.parts.segments import history

DAYS = [
    date(2024, 7, 31), date(2024, 8, 31), date(2024, 9, 30), date(2024, 10, 31),
    date(2024, 11, 30), date(2024, 12, 31), AS_OF,
]  # fmt: skip


@pytest.fixture
def offered(monkeypatch):
    return note_downloads(monkeypatch)


def counted(study, first, last) -> Counter:
    """(from, to) -> customers."""
    pairs = ((segment(one, first, study), segment(one, last, study)) for one in lives().values())
    return Counter((then or ARRIVED, now) for then, now in pairs if now)


def name(key) -> str:
    return "Not yet a customer" if key == ARRIVED else labels.segment(key)


def flows(app) -> dict:
    table = app.dataframe[0].value
    return {(row.source, row.target): row.customers for row in table.itertuples()}


def expected(pairs) -> dict:
    return {(name(a), name(b)): n for (a, b), n in pairs.items() if a != b}


def slider(app):
    return app.select_slider[0]


def test_it_opens_on_the_last_day_and_the_one_nearest_a_year_before(opened, workspace):
    app = show(opened, "movement")
    study = workspace.state().draft
    assert study.as_of == AS_OF
    assert slider(app).value == (DAYS[0], AS_OF)
    assert any("known on Jul 31, 2024" in one.value for one in app.subheader)


def test_the_answer_says_who_moved_and_the_biggest_flow(opened, workspace):
    app, study = show(opened, "movement"), workspace.state().draft
    slider(app).set_range(DAYS[4], AS_OF).run()
    pairs = counted(study, DAYS[4], AS_OF)
    moved = sum(n for (a, b), n in pairs.items() if a not in (ARRIVED, b))
    known = sum(n for (a, _b), n in pairs.items() if a != ARRIVED)
    assert 0 < moved < known < 60
    said = (
        f"{moved} of {known} customers known on Nov 30, 2024 are in another segment on Jan 1, 2025."
    )
    assert any(one.value.startswith(said) for one in app.subheader)
    (a, b), most = max(
        ((pair, n) for pair, n in pairs.items() if pair[0] not in (ARRIVED, pair[1])),
        key=lambda one: one[1],
    )
    assert sum(n == most for (x, y), n in pairs.items() if x not in (ARRIVED, y)) == 1
    arrived = 60 - known
    sentence = f"The biggest flow is {name(a)} → {name(b)}: {most} customers. {arrived} customers"
    assert any(one.value.startswith(sentence) for one in app.markdown)


@pytest.mark.parametrize("places", [(0, 6), (2, 4), (4, 6)])
def test_the_table_counts_every_pair(opened, workspace, places):
    app = show(opened, "movement")
    first, last = (DAYS[place] for place in places)
    slider(app).set_range(first, last).run()
    assert flows(app) == expected(counted(workspace.state().draft, first, last))
    shares = app.dataframe[0].value
    pairs = counted(workspace.state().draft, first, last)
    for row in shares.itertuples():
        there = sum(n for (a, _b), n in pairs.items() if name(a) == row.source)
        assert row.share == pytest.approx(row.customers / there, abs=0.0005)


def test_real_moves_come_first_and_newcomers_last(opened):
    app = show(opened, "movement")
    slider(app).set_range(DAYS[2], AS_OF).run()
    rows = app.dataframe[0].value
    arrived = (rows["source"] == name(ARRIVED)).tolist()
    assert True in arrived and arrived == sorted(arrived)
    for part in (rows[: arrived.index(True)], rows[arrived.index(True) :]):
        assert len(part) and part["customers"].is_monotonic_decreasing


def test_an_early_start_is_said_to_be_one(opened, workspace):
    begin = min(day for orders in lives().values() for day, _amount in orders)
    active = (DAYS[2] - begin).days
    state = workspace.state()
    workspace.change(state.draft.change(active_days=active), state.version)
    app = show(opened, "movement")

    def early(first) -> bool:
        slider(app).set_range(first, AS_OF).run()
        return any("is an early day" in one.value for one in app.caption)

    assert early(DAYS[1])
    assert not early(DAYS[2])


def test_one_day_with_itself_is_no_movement(opened):
    app = show(opened, "movement")
    slider(app).set_range(AS_OF, AS_OF).run()
    assert not app.exception
    assert any("two different days" in one.value for one in app.info)


def test_each_customer_has_the_segment_before_and_the_day_of_change(opened, workspace):
    app, study = show(opened, "movement"), workspace.state().draft
    table = app.dataframe[-1].value
    assert len(table) == 60
    for row in table.itertuples():
        past = [(day, segment(lives()[row.customer_id], day, study)) for day in DAYS]
        past = [(day, key) for day, key in past if key]
        before = [key for _day, key in past if key != past[-1][1]]
        assert row.segment == name(past[-1][1])
        if not before:
            assert pd.isna(row.previous) and pd.isna(row.changed_on)
            continue
        last = max(place for place, (_day, key) in enumerate(past) if key != past[-1][1])
        assert row.previous == name(past[last][1])
        assert row.changed_on.date() == past[last + 1][0]
    changed = table["changed_on"].dropna()
    assert changed.is_monotonic_decreasing and table["changed_on"].isna()[len(changed) :].all()


def test_the_list_can_be_searched_by_segments_and_id_and_taken_away(opened, workspace, offered):
    app, study = show(opened, "movement"), workspace.state().draft
    whole = app.dataframe[-1].value
    before, now = whole.dropna()[["previous", "segment"]].value_counts().index[0]
    keys = {labels.segment(rule.key): rule.key for rule in study.segments}
    app.pills(key="moved_from").set_value([keys[before]]).run()
    app.pills(key="moved_to").set_value([keys[now]]).run()
    wanted = whole[(whole["previous"] == before) & (whole["segment"] == now)]
    assert 0 < len(wanted) < 60
    assert app.dataframe[-1].value["customer_id"].tolist() == wanted["customer_id"].tolist()
    make, file_name = offered["Export these customers (CSV)"]
    assert file_name.startswith("loyalty-lab-movement-") and file_name.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(make().decode("utf-8-sig"))))
    assert [row["customer_id"] for row in rows] == wanted["customer_id"].tolist()
    assert {row["previous_segment"] for row in rows} == {keys[before]}
    assert {row["segment"] for row in rows} == {keys[now]}
    days = [datetime.fromisoformat(row["changed_on"]).date() for row in rows]
    assert days == wanted["changed_on"].dt.date.tolist()
    app.text_input(key="moved_id").set_value("<b>nobody</b>").run()
    assert any("No customer matches" in one.value for one in app.info)
    assert not app.exception


def test_without_a_filter_the_export_holds_everybody(opened, offered):
    show(opened, "movement")
    make, _name = offered["Export these customers (CSV)"]
    assert len(list(csv.DictReader(io.StringIO(make().decode("utf-8-sig"))))) == 60


def test_the_cells_of_the_grid_are_counted_by_hand(opened, monkeypatch):
    seen = {}
    original = history.session.chart

    def note(draw, frame, key, alt, **options):
        seen[key] = frame, options
        return original(draw, frame, key, alt, **options)

    monkeypatch.setattr(history.session, "chart", note)
    app = show(opened, "movement")
    assert any("fifths of the customers on Jan 1, 2025" in one.value for one in app.caption)
    assert {"rf_grid_then", "rf_grid_now", "rf_grid_change"} <= set(seen)
    frame, _options = seen["rf_grid_now"]
    cells = frame[frame["part"] == "cell"]
    recency = {name: (AS_OF - max(orders)[0]).days for name, orders in lives().items()}
    orders = {name: len(found) for name, found in lives().items()}
    days = pd.Series(recency).quantile([0.2, 0.4, 0.6, 0.8]).tolist()
    counts = pd.Series(orders).quantile([0.2, 0.4, 0.6, 0.8]).tolist()
    by_hand = Counter(
        (5 - sum(recency[one] > cut for cut in days), 1 + sum(orders[one] > cut for cut in counts))
        for one in orders
    )
    found = {(row.recency, row.frequency): row.now for row in cells.itertuples() if row.now}
    assert found == dict(by_hand)
    then = {one: [d for d, _a in found if d <= DAYS[0]] for one, found in lives().items()}
    assert cells["then"].sum() == sum(bool(found) for found in then.values())


def test_frozen_cuts_of_the_study_are_used_and_named(opened, workspace):
    cuts = {"rfm.recency": (10.0, 20.0, 30.0, 40.0), "rfm.frequency": (1.0, 2.0, 3.0, 4.0)}
    state = workspace.state()
    workspace.change(state.draft.change(cuts=cuts), state.version)
    app = show(opened, "movement")
    assert any("frozen in the study" in one.value for one in app.caption)
    assert not any("fifths" in one.value for one in app.caption)


def test_a_changed_rule_is_replayed_and_undo_brings_the_movement_back(opened, workspace):
    app = show(opened, "movement")
    before = flows(app)
    state = workspace.state()
    changed = state.draft.change(thresholds=state.draft.thresholds | {"frequent_orders": 2.0})
    workspace.change(changed, state.version)
    app.run()
    assert flows(app) == expected(counted(workspace.state().draft, DAYS[0], AS_OF)) != before
    workspace.undo(workspace.state().version)
    assert flows(app.run()) == before


def test_a_replay_is_made_once_and_few_are_kept(opened, workspace, monkeypatch):
    made = []
    original = history.replay.replay

    def note(*args, **kwargs):
        made.append(1)
        return original(*args, **kwargs)

    monkeypatch.setattr(history.replay, "replay", note)
    app = show(opened, "movement")
    slider(app).set_range(DAYS[1], DAYS[3]).run()
    app.text_input(key="moved_id").set_value("c1").run()
    assert len(made) == 1
    for value in (2.0, 3.0, 4.0):
        state = workspace.state()
        limits = state.draft.thresholds | {"frequent_orders": value}
        workspace.change(state.draft.change(thresholds=limits), state.version)
        app.run()
    assert not app.exception
    assert len(made) == 4


def test_the_life_cycle_says_how_many_took_several_steps(opened, workspace):
    state = workspace.state()
    rules = segmentation.default_rules("life_cycle")
    workspace.change(state.draft.change(scheme="life_cycle", segments=rules), state.version)
    app = show(opened, "movement")
    said = [one.value for one in app.caption if "single steps" in one.value]
    assert len(said) == 1
    assert "no steps explain" not in said[0]


def test_markup_in_a_segment_name_is_shown_as_text(opened, workspace):
    rules = (
        Rule(key="<b>x</b>", conditions=[Condition(column="recency_days", op="<=", threshold=20)]),
        Rule(key="**y**"),
    )
    state = workspace.state()
    workspace.change(state.draft.change(scheme="own", segments=rules), state.version)
    app = show(opened, "movement")
    texts = [one.value for one in (*app.title, *app.markdown, *app.subheader, *app.caption)]
    assert not any("<b>x</b>" in text or "**y**" in text for text in texts)
    assert any("\\<b\\>x\\</b\\>" in text for text in texts)
    assert "<b>x</b>" in {*app.dataframe[0].value["source"], *app.dataframe[0].value["target"]}


def test_attributes_without_a_past_are_named(app, store, tmp_path):
    names = [f"c{number:02}" for number in range(60)]
    customers = {"customer_id": names, "*region_kind*": ["north", "south"] * 30}
    key = fill(store, tmp_path, {"orders": small_orders(), "customers": customers})
    workspace = store.open(key)
    north = Condition(column="attribute.*region_kind*", op="in", values=["north"])
    rules = (Rule(key="north", conditions=[north]), Rule(key="rest"))
    state = workspace.state()
    workspace.change(state.draft.change(scheme="own", segments=rules), state.version)
    app.query_params["w"] = key
    found = show(app.run(), "movement")
    assert any(r"taken as they are today: \*region kind\*" in one.value for one in found.caption)
    assert found.subheader[0].value.startswith("0 of 60 customers known on")


def test_too_little_history_says_what_is_missing(app, store, tmp_path):
    rows = {key: values[:1] for key, values in small_orders().items()}
    key = fill(store, tmp_path, {"orders": rows | {"time": ["2024-12-02"]}})
    app.query_params["w"] = key
    found = show(app.run(), "movement")
    assert any("at least one month-end before Dec 3, 2024" in one.value for one in found.info)
    assert not found.select_slider
