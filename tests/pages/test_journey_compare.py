"""Two groups compared on the Journeys page: the answer, the choice, the link, designed states."""

import numpy as np
import pytest
from pages.conftest import fill, small_orders
from pages.test_journey_groups import customers, named, ready, whole

from loyalty import analysis, engine, segmentation
from loyalty.journey import compare, compare_findings
from loyalty.journey import log as logs


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
    return compare.of_logs(*parts, study).differences


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
    ranked = compare_findings.by_measure(found)
    expected = compare_findings.answer(ranked, NAMES)
    assert plain(app.subheader[0].value) == expected
    assert len(app.get("vega_lite_chart")) == 2
    feeling = compare_findings.sentence(ranked["feeling"], "feeling", NAMES)
    assert any(plain(one.value) == feeling for one in app.markdown)


def test_another_measure_tells_its_own_difference_and_stays_in_the_link(app, workspace):
    app = opened(app, workspace, **TOWNS)
    app.segmented_control(key="measure").set_value("conversion").run()
    rows = compare_findings.ranked(towns(workspace, "North", "South"), "conversion")
    said = compare_findings.sentence(rows, "conversion", NAMES)
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
