"""Two groups compared on the Journeys page: the answer, the choice, the link, designed states."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pages.conftest import fill, small_orders
from pages.journey.test_groups import customers, named, ready, whole

from loyalty import analysis, engine, segmentation
from loyalty.journey import log as logs
from loyalty.journey.compare import comparison, findings, watch
from loyalty.study import Rule


@pytest.fixture
def workspace(store, tmp_path):
    tables = {"orders": small_orders(), "events": named(), "customers": customers()}
    return store.open(fill(store, tmp_path, tables))


def opened(app, workspace, **link):
    app.query_params["w"] = workspace.id
    for key, value in ({"view": "journeys.compare"} | link).items():
        app.query_params[key] = value
    app.run()
    app.switch_page("journeys.py").run()
    return ready(app)


def towns(workspace, *names):
    """What the package says of these towns."""
    log, study = whole(workspace), workspace.state().draft
    found = dict(zip(*customers().values(), strict=True))
    parts = [
        logs.of_customers(log, np.array([found[one] == name for one in log.ids])) for name in names
    ]
    return comparison.of_logs(*parts, study).differences


TOWNS = {
    "first": "attribute:attribute.town:North",
    "second": "attribute:attribute.town:South",
}
NAMES = ("town: North", "town: South")


def plain(text: str) -> str:
    return text.replace("\\", "")


def test_two_groups_of_the_link_are_compared_as_the_package_does(app, workspace):
    app = opened(app, workspace, **TOWNS)
    found = towns(workspace, "North", "South")
    ranked = findings.by_measure(found)
    expected = findings.answer(ranked, NAMES)
    assert plain(app.subheader[0].value) == expected
    assert len(app.get("vega_lite_chart")) == 2
    feeling = findings.sentence(ranked["feeling"], "feeling", NAMES)
    assert any(plain(one.value) == feeling for one in app.markdown)


def test_another_measure_tells_its_own_difference_and_stays_in_the_link(app, workspace):
    app = opened(app, workspace, **TOWNS)
    app.segmented_control(key="measure").set_value("conversion").run()
    rows = findings.ranked(towns(workspace, "North", "South"), "conversion")
    said = findings.sentence(rows, "conversion", NAMES)
    assert any(plain(one.value) == said for one in ready(app).markdown)
    assert "conversion" in app.query_params["measure"]


def test_at_first_two_segments_with_customers_are_compared(app, workspace):
    app = opened(app, workspace)
    study = workspace.state().draft
    base = analysis.base(engine.open_tables(workspace.dataset().tables), study.as_of).customers
    sizes = segmentation.assign(base, study)["segment"].value_counts()
    chosen = [app.pills(key=f"{side}_segment").value for side in ("first", "second")]
    assert chosen[0] != chosen[1] and all(sizes[key] > 0 for key in chosen)


def test_a_chosen_group_changes_the_answer_and_the_link(app, workspace):
    app = opened(app, workspace, **TOWNS)
    before = app.subheader[0].value
    app.segmented_control(key="second_kind").set_value("everybody").run()
    assert ready(app).subheader[0].value != before
    assert "everybody" in app.query_params["second"]
    assert any("30 customers are in both groups" in one.value for one in app.info)


def test_the_same_group_twice_is_no_comparison(app, workspace):
    app = opened(app, workspace, **(TOWNS | {"second": TOWNS["first"]}))
    assert any("Both groups are the same" in one.value for one in app.info)
    assert not app.get("vega_lite_chart")


def test_an_empty_group_is_named(app, workspace):
    app = opened(app, workspace, **(TOWNS | {"second": "dates:2024-05-02:2024-05-01"}))
    assert any("No journey belongs to" in one.value for one in app.info)
    assert not app.get("vega_lite_chart")


def test_the_groups_are_within_what_the_page_shows(app, workspace):
    app = opened(app, workspace, shown=TOWNS["first"], first="everybody", second=TOWNS["second"])
    assert any("Both within what the page shows" in one.value for one in app.caption)
    assert any("No journey belongs to" in one.value for one in app.info)


def test_all_numbers_are_there_on_demand(app, workspace):
    app = opened(app, workspace, **TOWNS)
    assert not app.dataframe
    app.session_state["compare_numbers"] = app.session_state["compare_list"] = True
    side, listed = (one.value for one in ready(app.run()).dataframe)
    found = towns(workspace, "North", "South")
    log = whole(workspace)
    north = np.array([9 <= int(one[1:]) < 39 for one in log.ids])
    visitors = len(set(log.customer[north[log.customer] & (log.stage == 0)]))
    assert side["customers_first"].iloc[0] == visitors
    known = found[found["difference"].notna()]
    assert len(listed) == len(known)
    assert listed["significant"].sum() == known["significant"].sum()


def test_orders_alone_are_compared(app, store, tmp_path):
    tables = {"orders": small_orders(), "customers": customers()}
    app = opened(app, store.open(fill(store, tmp_path, tables)), **TOWNS)
    assert len(app.get("vega_lite_chart")) == 2
    assert any("no emotion curve" in one.value for one in app.caption)
    assert app.segmented_control(key="measure").value == "conversion"


def label(app, side: str) -> str:
    found = [one.proto.popover.label for one in app.get("popover")]
    return plain(next(one for one in found if one.startswith(f"{side} group")))


def test_two_halves_of_time_are_watched_equally_long(app, workspace):
    app = opened(app, workspace)
    for side in ("first", "second"):
        app.segmented_control(key=f"{side}_kind").set_value("dates").run()
    app = ready(app)
    start, end = (
        date.fromisoformat(app.text_input(key=f"{side}_start").value)
        for side in ("first", "second")
    )
    assert start < end
    assert app.text_input(key="first_end").value == str(end - timedelta(days=1))
    log, study = whole(workspace), workspace.state().draft
    begun = log.time[log.first].view("datetime64[us]").astype("datetime64[D]")
    first, last = begun.min().item(), begun.max().item()
    middle = last - (last - first) // 2
    assert end in (middle, middle.replace(day=1))
    assert label(app, "First") == f"First group: {start} to {end - timedelta(days=1)}"
    assert label(app, "Second") == f"Second group: {end} to {last}"
    days = ranges(log, study, end).days
    assert any(f"Both watched for {days} days" in one.value for one in app.markdown)


def ranges(log, study, middle):
    pair = (
        logs.between(log, date(2000, 1, 1), middle), logs.between(log, middle, date(2100, 1, 1)),
    )  # fmt: skip
    return watch.equally(pair, watch.known_until(log, study), study)


def test_the_numbers_of_two_ranges_look_equally_far_ahead(app, workspace):
    log, study = whole(workspace), workspace.state().draft
    begun = np.sort(log.time[log.first].view("datetime64[us]").astype("datetime64[D]"))
    middle = begun[len(begun) // 2].item()
    before = middle - timedelta(days=1)
    app = opened(
        app, workspace,
        first=f"dates:2000-01-01:{before}", second=f"dates:{middle}:2100-01-01",
    )  # fmt: skip
    watched = ranges(log, study, middle)
    ranked = findings.by_measure(comparison.of_logs(*watched.logs, study).differences)
    names = (f"2000-01-01 to {before}", f"{middle} to 2100-01-01")
    assert plain(app.subheader[0].value) == findings.answer(ranked, names)
    (one, all_one), (two, all_two) = watched.journeys
    said = f"That is {one} of {all_one} journeys of “{names[0]}” and {two} of {all_two}"
    assert any(said in plain(text.value) for text in app.markdown)


def test_much_newer_customers_are_a_caution(app, store, tmp_path):
    rows = pd.DataFrame(named())
    late = rows["customer_id"].map(lambda name: int(name[1:]) >= 39)
    rows["time"] = pd.to_datetime(rows["time"])
    rows.loc[~late, "time"] -= pd.Timedelta(days=400)
    tables = {"events": rows.to_dict("list"), "customers": customers()}
    app = opened(app, store.open(fill(store, tmp_path, tables)), **TOWNS)
    assert any("journeys of “town: South” began" in plain(one.value) for one in app.warning)
    assert not any("Both watched" in one.value for one in app.markdown)


def test_one_segment_alone_gives_way_to_levels_or_halves(app, workspace):
    rule = Rule(key="All")
    study = workspace.state().draft.model_copy(update={"segments": (rule,), "scheme": "own"})
    workspace.change(study, workspace.state().version)
    app = opened(app, workspace)
    kinds = [app.segmented_control(key=f"{side}_kind").value for side in ("first", "second")]
    assert kinds in (["level", "level"], ["dates", "dates"])
    assert label(app, "First")[12:] != label(app, "Second")[13:]
    assert app.get("vega_lite_chart")
