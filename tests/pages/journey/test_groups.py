"""The group that the Journeys page shows: chosen, counted, kept in the link, never by a person."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from journey.logs import random_log
from pages.conftest import fill, small_orders

from loyalty import analysis, engine, journey, segmentation
from loyalty.journey import log as logs
from pages.parts.journey import group, group_choice
from pages.parts.journey.group import Group

RARE = "only nine <b>x</b>"


def customers() -> dict[str, list]:
    """60 customers: nine of a rare town, thirty of one, the others of another."""
    towns = [RARE] * 9 + ["North"] * 30 + ["South"] * 21
    return {"customer_id": [f"c{n:02}" for n in range(60)], "town": towns}


def named() -> dict[str, list]:
    """Events of the customers who order, c00 to c59."""
    log = random_log(7, 1500, 60)
    return log.assign(customer_id=[f"c{int(one[1:]):02}" for one in log["customer_id"]]).to_dict(
        "list"
    )


@pytest.fixture
def workspace(store, tmp_path):
    tables = {"orders": small_orders(), "events": named(), "customers": customers()}
    return store.open(fill(store, tmp_path, tables))


@pytest.fixture
def page(app, workspace):
    return opened(app, workspace)


@pytest.fixture
def the_map(app, workspace):
    return opened(app, workspace, view="journeys.map")


def opened(app, workspace, **link):
    app.query_params["w"] = workspace.id
    for key, value in ({"view": "journeys.paths"} | link).items():
        app.query_params[key] = value
    app.run()
    app.switch_page("journeys.py").run()
    return ready(app)


def ready(app):
    assert not app.exception, app.exception[0].message
    return app


def whole(workspace):
    return journey.read(engine.open_tables(workspace.dataset().tables), workspace.state().draft)


def shown_customers(app) -> dict[str, int]:
    table = app.data_editor[0].value
    return dict(zip(table["touchpoint"], table["customers"], strict=True))


def counted(log) -> dict[str, int]:
    """Touchpoint -> different customers, one touchpoint at a time."""
    frame = pd.DataFrame({"who": log.customer, "name": np.array(log.names)[log.touchpoint]})
    return frame.groupby("name")["who"].nunique().to_dict()


def told(app) -> str:
    """What the button of the group says."""
    labels = [one.proto.popover.label for one in app.get("popover")]
    return next(label for label in labels if label.startswith("Shown"))


def count(log) -> str:
    return f"({len(set(log.customer))} of 60 customers)"


def linked(app) -> str:
    found = app.query_params.get("shown", "")
    return found[0] if isinstance(found, list) else found


def choose(app, kind):
    return ready(app.segmented_control(key="shown_kind").set_value(kind).run())


def test_everybody_is_shown_until_a_group_is_chosen(the_map, workspace):
    assert shown_customers(the_map) == counted(whole(workspace))
    assert told(the_map) == "Shown: everybody" and linked(the_map) == ""


def test_a_segment_filters_the_page_and_stands_in_the_link(the_map, workspace):
    app = choose(the_map, "segment")
    app.pills(key="shown_segment").set_value("loyal").run()
    log, study = whole(workspace), workspace.state().draft
    base = analysis.base(engine.open_tables(workspace.dataset().tables), study.as_of).customers
    loyal = base["customer_id"][segmentation.assign(base, study)["segment"] == "loyal"]
    own = logs.of_customers(log, np.isin(log.ids.astype(str), loyal.to_numpy(dtype=str)))
    assert 0 < len(loyal) < 60
    assert shown_customers(ready(app)) == counted(own)
    assert linked(app) == "segment:loyal"
    app.button(key="shown_everybody").click().run()
    assert shown_customers(ready(app)) == counted(log)
    assert linked(app) == ""


def test_the_choice_survives_other_sections_and_pages(page, workspace):
    app = choose(page, "segment")
    app.segmented_control(key="section_journeys").set_value("compare").run()
    assert linked(ready(app)).startswith("segment:")
    app.switch_page("segments.py").run()
    app.switch_page("journeys.py").run()
    assert app.segmented_control(key="shown_kind").value == "segment"


def test_a_level_filters_the_page(page, workspace):
    app = choose(page, "level")
    level = app.pills(key="shown_level").value
    tables, study = engine.open_tables(workspace.dataset().tables), workspace.state().draft
    table = analysis.results(analysis.base(tables, study.as_of), study)
    ids = table["customer_id"][table["level"].astype(str) == level].to_numpy(dtype=str)
    log = whole(workspace)
    own = logs.of_customers(log, np.isin(log.ids.astype(str), ids))
    assert len(ids) and told(app).endswith(count(own))


def test_an_attribute_shared_by_many_stands_in_the_link(page, workspace):
    app = choose(page, "attribute")
    assert app.selectbox(key="shown_value").value == "North"
    log = whole(workspace)
    north = np.array([9 <= int(one[1:]) < 39 for one in log.ids])
    assert told(app).endswith(count(logs.of_customers(log, north)))
    assert linked(app) == "attribute:attribute.town:North"


def test_an_attribute_of_fewer_than_ten_stays_out_of_the_link(page, workspace):
    app = choose(page, "attribute")
    app.selectbox(key="shown_value").set_value(RARE).run()
    log = whole(workspace)
    rare = np.array([int(one[1:]) < 9 for one in log.ids])
    assert told(ready(app)).endswith(count(logs.of_customers(log, rare)))
    assert linked(app) == "" and "\\<b" in told(app)


def test_days_of_starting_filter_journeys(page, workspace):
    app = choose(page, "dates")
    log = whole(workspace)
    first = log.time[log.first].view("datetime64[us]").astype("datetime64[D]")
    assert app.text_input(key="shown_start").value == str(first.min())
    day = np.sort(first)[20].item()
    app.text_input(key="shown_start").set_value(f"{day:%Y/%m/%d}").run()
    kept = logs.of_customers(log, first >= np.datetime64(day))  # one journey per customer
    assert 0 < len(kept.time) < len(log.time)
    assert told(ready(app)).endswith(count(kept))
    assert linked(app) == f"dates:{day}:{first.max()}"
    for text in ("2024-13-01", ""):
        ready(app.text_input(key="shown_start").set_value(text).run())
        assert any("is no day" in one.value for one in app.warning) == bool(text), text
        assert linked(app) == f"dates:{day}:{first.max()}"


def test_a_link_opens_its_group(app, workspace):
    app = opened(app, workspace, shown="segment:loyal")
    assert app.pills(key="shown_segment").value == "loyal"
    assert told(app).startswith("Shown: Loyal (")


def test_a_link_to_a_group_that_is_gone_shows_everybody(app, workspace):
    app = opened(app, workspace, shown="segment:none")
    assert app.segmented_control(key="shown_kind").value == "everybody"


@pytest.mark.parametrize("text", ["", "<b>", "dates:2024-13-01:x", "level", ":::", "dates:::"])
def test_what_a_link_cannot_mean_is_no_group(text):
    assert group.decoded(text) is None


def test_a_group_is_the_same_after_the_link():
    days = {"start": date(2024, 1, 2), "end": date(2025, 3, 4)}
    for one in (
        group.EVERYBODY,
        Group("segment", "a:b|c, d%3A"),
        Group("attribute", "北方 & <b>", "attribute.x:y"),
        Group("dates", **days),
    ):
        assert group.decoded(group.encoded(one)) == one


def test_an_empty_group_says_so_and_leads_back(app, workspace):
    app = opened(app, workspace, shown="dates:2024-05-02:2024-05-01")
    assert any("No journey belongs to" in one.value for one in app.info)
    assert not app.get("vega_lite_chart")
    app.button(key="shown_everybody").click().run()
    assert told(ready(app)) == "Shown: everybody" and app.get("vega_lite_chart")


def test_the_purchase_path_follows_the_group(page, workspace):
    app = choose(page, "attribute")
    app.selectbox(key="shown_value").set_value(RARE).run()
    # c00 to c08 order n % 7 + 1 times: c00 and c07 once
    assert any("78% of 9 buyers buy a second time" in one.value for one in ready(app).markdown)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2023-07-03", "2024-12-20", ("2023-07 to 2024-02", "2024-03 to 2024-12")),
        ("2024-01-05", "2024-01-08", ("2024-01-05 to 2024-01-06", "2024-01-07 to 2024-01-08")),
        ("2024-01-31", "2024-02-01", ("2024-01", "2024-02")),
        ("2024-01-05", "2024-01-05", None),
    ],
)
def test_halves_of_time_are_months_where_they_can_be(monkeypatch, first, last, expected):
    days = date.fromisoformat(first), date.fromisoformat(last)
    monkeypatch.setattr(group_choice, "_begun", lambda _log, _parts: days)
    monkeypatch.setattr(group_choice.results, "log", lambda: None)
    monkeypatch.setattr(group_choice.results, "parts", tuple)
    found = group_choice.halves()
    assert (found and tuple(group.name(one) for one in found)) == expected
    if found:
        assert found[0].end + timedelta(days=1) == found[1].start
        assert found[0].start <= days[0] <= found[0].end < days[1] <= found[1].end
