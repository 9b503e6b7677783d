"""Pain points and hand-overs on the Journeys page: the answer, what lies behind, who they are."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest
from journey.logs import events
from pages.conftest import FRAME, fill, small_orders
from streamlit.testing.v1 import AppTest
from tables import orders

from loyalty import engine, journey
from loyalty.journey import handovers, visitors

MARKED = "Hotline <img src=x> **b**"


def rows(hotline: str = "Hotline") -> dict:
    """80 customers: all use the app, half call a hotline that is bad for two thirds of them."""
    found = []
    for n in range(80):
        day = date(2024, 3, 1) + timedelta(days=n % 7)
        found.append((f"c{n:02}", f"{day} 10:00", "App", 0.4 + n % 5 / 10))
        if n < 60:
            bad = n % 3
            found.append((f"c{n:02}", f"{day} 12:00", hotline, -0.6 - n / 1000 if bad else 0.8))
        if n < 40:
            later = day + timedelta(days=2)
            found.append((f"c{n:02}", f"{later} 10:00", "Quote", 0.5))
    texts = [f"said {row[0]} <b>x</b>" if row[2] == hotline else None for row in found]
    channels = ["phone" if row[2] == hotline else "online" for row in found]
    return events(found) | {"text": texts, "channel": channels}


def bought() -> dict:
    """Who felt bad at the hotline never comes back."""
    return orders(
        [(f"c{n:02}", "2024-01-05", 10) for n in range(80)]
        + [(f"c{n:02}", "2024-03-20", 10) for n in range(80) if n >= 60 or n % 3 == 0]
        + [("c00", "2024-12-30", 10)]
    )


def go(app: AppTest, key: str, section: str, **link) -> AppTest:
    app.query_params["w"] = key
    app.query_params["view"] = f"journeys.{section}"
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("journeys.py").run()
    assert not app.exception, app.exception[0].message
    return app


@pytest.fixture
def opened(store, tmp_path):
    return store.open(fill(store, tmp_path, {"events": rows(), "orders": bought()}))


def said(app: AppTest) -> str:
    return " ".join(one.value for one in app.markdown).replace("\\", "")


def log_of(workspace) -> journey.Log:
    study = workspace.state().draft
    return journey.read(engine.open_tables(workspace.dataset().tables), study)


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if column in one.value.columns)


def test_the_worst_is_said_first_and_its_customers_are_listed(app, opened):
    app = go(app, opened.id, "pains")
    assert "Hotline hurts most. 60 customers come there" in said(app)
    assert [one.value for one in app.subheader][:1] == ["Where does it hurt?"]
    who = table(app, "worst")
    expected = visitors.of_log(log_of(opened), "Hotline")
    assert who["customer_id"].tolist() == expected["customer_id"].tolist()
    assert who["segment"].notna().all() and who["level"].notna().all()
    assert any("60 of 60 customers shown" in one.value for one in app.caption)


def test_the_ranking_shows_every_factor(app, opened):
    app = go(app, opened.id, "pains")
    ranked = table(app, "pain")
    assert ranked["touchpoint"].iloc[0] == "Hotline"
    first = ranked.iloc[0]
    product = first["customers"] * first["below"] * first["effect"] / 100
    assert first["pain"] == pytest.approx(product, rel=0.01)


def test_comments_are_shown_as_text_the_lowest_first(app, opened):
    app = go(app, opened.id, "pains")
    comments = table(app, "text")
    assert len(comments) == 60 and comments["feeling"].is_monotonic_increasing
    assert comments["text"].iloc[0].endswith("<b>x</b>")


def test_only_those_who_felt_bad(app, opened):
    app = go(app, opened.id, "pains")
    app.segmented_control(key="pain_who").set_value("bad").run()
    who = table(app, "worst")
    assert len(who) == 40 and (who["worst"] < 0).all()
    assert any("40 of 40 customers shown who once felt worse here than 0" in one.value
               and "as in a segment of them" in one.value
               for one in app.caption)  # fmt: skip


def test_another_touchpoint_is_chosen_and_the_link_keeps_it(app, opened):
    app = go(app, opened.id, "pains")
    app.selectbox(key="pain_touchpoint_en").set_value("App").run()
    assert app.query_params["touchpoint"] == "App"
    assert len(table(app, "worst")) == 80
    again = go(AppTest.from_file(FRAME, default_timeout=30), opened.id, "pains",
               touchpoint="App")  # fmt: skip
    assert again.selectbox(key="pain_touchpoint_en").value == "App"
    lost = go(AppTest.from_file(FRAME, default_timeout=30), opened.id, "pains",
              touchpoint="Nowhere")  # fmt: skip
    assert lost.selectbox(key="pain_touchpoint_en").value == "Hotline"


def test_the_line_can_be_the_middle_of_the_scale(app, opened):
    app = go(app, opened.id, "pains")
    app.segmented_control(key="pains_line").set_value("middle").run()
    assert app.query_params["pains_line"] == "middle"
    assert "the middle of the scale" in said(app)


def test_without_feelings_the_section_says_what_is_missing(app, store, tmp_path):
    known = rows() | {"feeling": [None] * len(rows()["time"])}
    key = fill(store, tmp_path, {"events": known, "orders": bought()})
    app = go(app, key, "pains")
    assert any("No moment shown here has a feeling" in one.value for one in app.info)


def test_orders_alone_have_no_pain_but_hand_overs(app, store, tmp_path):
    key = fill(store, tmp_path, {"orders": small_orders()})
    app = go(app, key, "pains")
    assert any("No moment shown here has a feeling" in one.value for one in app.info)
    app = go(AppTest.from_file(FRAME, default_timeout=30), key, "handovers")
    app.number_input(key="handover_days").set_value(20).run()
    assert "did not come to order 2 within 20 days" in said(app)


def test_hand_overs_say_what_the_numbers_say(app, opened):
    app = go(app, opened.id, "handovers")
    study = opened.state().draft
    found = handovers.of_log(log_of(opened), study)
    row = found[found["level"] == "touchpoint"].iloc[0]
    assert f"{row['broken']} of {row['customers']} customers of {row['source']}" in said(app)
    assert len(app.get("vega_lite_chart")) == 2
    assert "From channel to channel" in [one.value for one in app.subheader]


def test_other_days_are_a_choice_of_the_study(app, opened):
    app = go(app, opened.id, "handovers")
    app.number_input(key="handover_days").set_value(1).run()
    assert opened.state().draft.journey.handover_days == 1
    assert "within 1 day." in said(app)
    app.button(key="work_undo").click().run()
    assert opened.state().draft.journey.handover_days == 14


def test_who_did_not_come_is_listed_pair_by_pair(app, opened):
    app = go(app, opened.id, "handovers")
    app.session_state["handover_customers_touchpoint"] = True
    app.run()
    assert not app.exception, app.exception[0].message
    log, study = log_of(opened), opened.state().draft
    pairs = handovers.of_log(log, study)
    pairs = pairs[pairs["level"] == "touchpoint"]
    choose = app.selectbox(key="handover_pair_touchpoint_en")
    assert len(choose.options) == len(pairs) > 1
    for place, pair in enumerate(pairs.itertuples()):
        if place:
            app.selectbox(key="handover_pair_touchpoint_en").select_index(place).run()
        expected = handovers.broken_customers(log, study, pair.source, pair.target)
        assert len(expected) == pair.broken
        if pair.broken:
            who = table(app, "first_visit")
            assert who["customer_id"].tolist() == expected["customer_id"].tolist()
            assert who["segment"].notna().all() and who["level"].notna().all()
            count = f"{pair.broken} of {pair.broken} customers who did not come within 14 days"
            assert any(count in one.value for one in app.caption)
            assert len(app.get("download_button")) == 1


def test_without_purchases_both_sections_say_that_none_is_known(app, store, tmp_path):
    found = [(f"c{n:03}", "2024-03-01", "Showroom", -0.5) for n in range(100)]
    found += [(f"c{n:03}", "2024-03-02", "Quote", 0.5) for n in range(40)]
    found += [("late", "2024-12-30", "Advert", None)]  # all windows are over by then
    key = fill(store, tmp_path, {"events": events(found)})
    app = go(app, key, "pains")
    assert "these data do not tell who buys when" in said(app)
    assert set(table(app, "pain")["certain"]) == {"uncertain"}
    app = go(AppTest.from_file(FRAME, default_timeout=30), key, "handovers")
    assert "Whether they buy less is not known" in said(app)
    assert "points" not in said(app)


def test_nothing_normally_follows(app, store, tmp_path):
    alone = events([(f"c{n}", "2024-03-01", "App", 0.1) for n in range(50)])
    app = go(app, fill(store, tmp_path, {"events": alone}), "handovers")
    assert "No touchpoint normally follows another within 14 days." in said(app)
    assert any("at least 30 customers" in one.value for one in app.info)


@pytest.mark.parametrize("section", ["pains", "handovers"])
def test_before_the_first_row_there_is_nothing(app, opened, section):
    state = opened.state()
    opened.merge(state.draft, state.draft.change(as_of="2020-01-01"), state.version)
    app = go(app, opened.id, section)
    assert any("There are no events up to this day" in one.value for one in app.info)


@pytest.mark.parametrize("section", ["pains", "handovers"])
def test_markup_in_names_is_shown_as_text(app, store, tmp_path, section):
    key = fill(store, tmp_path, {"events": rows(MARKED), "orders": bought()})
    app = go(app, key, section)
    written = " ".join(one.value for one in [*app.markdown, *app.subheader])
    assert "\\<img" in written
    assert not re.search(r"(?<!\\)<img|(?<!\\)\*b", written)


def test_the_chosen_hand_over_survives_a_new_session(app, opened):
    app = go(app, opened.id, "handovers")
    app.session_state["handover_customers_touchpoint"] = True
    app.run()
    box = app.selectbox(key="handover_pair_touchpoint_en")
    pairs = handovers.of_log(log_of(opened), opened.state().draft)
    names = pairs.loc[pairs["level"] == "touchpoint", list(handovers.NAMES)].fillna("")
    last = tuple(names.iloc[-1])
    assert len(names) > 1 and box.value != last
    box.set_value(last).run()
    linked = app.query_params["handover_pair_touchpoint"]
    linked = linked if isinstance(linked, str) else linked[0]
    assert len(linked) == 8 and last[0] not in linked
    again = AppTest.from_file(FRAME, default_timeout=30)
    again = go(again, opened.id, "handovers", handover_pair_touchpoint=linked)
    assert again.selectbox(key="handover_pair_touchpoint_en").value == last
    other = AppTest.from_file(FRAME, default_timeout=30)
    other = go(other, opened.id, "handovers", handover_pair_touchpoint="<b>")
    assert other.selectbox(key="handover_pair_touchpoint_en").value == tuple(names.iloc[0])
