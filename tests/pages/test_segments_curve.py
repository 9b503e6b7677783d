"""The size curve: it opens on demand, a click and a wanted size set the threshold, undo works."""

import json

import pytest
from pages.conftest import base_of, fill
from tables import orders

from loyalty import labels, segmentation
from loyalty.study import Condition, Rule


@pytest.fixture
def tuning(opened):
    opened.session_state["curve"] = True
    opened.switch_page("segments.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def draft_of(workspace):
    return workspace.state().draft


def customers_of(workspace):
    return base_of(workspace).customers


def size(workspace, segment, **thresholds):
    """Customers in a segment, by sorting them all anew with these thresholds."""
    return sizes_of(workspace, customers_of(workspace), **thresholds)[segment]


def sizes_of(workspace, customers, **thresholds):
    """Customers in each segment that has a rule, by sorting them all anew."""
    study = draft_of(workspace)
    active = thresholds.pop("active_days", study.active_days)
    asked = study.change(thresholds=study.thresholds | thresholds, active_days=active)
    codes, names = segmentation.codes(customers, asked), segmentation.segment_names(asked)
    return {rule.key: int((codes == names.index(rule.key)).sum()) for rule in asked.segments}


def look(app, threshold, segment):
    app.pills(key="curve_threshold").set_value(threshold).run()
    app.pills(key="curve_segment").set_value(segment).run()
    assert not app.exception, app.exception[0].message


def curve_chart(app):
    found = [one for one in app.get("vega_lite_chart") if "pick" in one.proto.spec]
    assert len(found) == 1
    return found[0]


def pick(app, value):
    """A click on the curve, as the browser sends it."""
    states = app._tree.get_widget_states()
    clicked = {"selection": {"pick": [{"value": value}]}}
    states.widgets.add(id=curve_chart(app).proto.id, string_value=json.dumps(clicked))
    app._run(states)
    assert not app.exception, app.exception[0].message


def said(app, kind="caption"):
    return "\n".join(str(one.value) for one in getattr(app, kind)).replace("\\", "")


def test_the_curve_is_drawn_only_when_it_is_opened(opened):
    opened.switch_page("segments.py").run()
    assert not [one for one in opened.get("vega_lite_chart") if "pick" in one.proto.spec]


def test_a_click_sets_the_threshold_and_the_slider_follows(tuning, workspace):
    look(tuning, "frequent_orders", "loyal")
    pick(tuning, 6.0)
    assert draft_of(workspace).thresholds["frequent_orders"] == 6
    assert tuning.slider(key="threshold_frequent_orders").value == 6
    # The click is not made again by the next run.
    tuning.slider(key="threshold_frequent_orders").set_value(4).run()
    assert draft_of(workspace).thresholds["frequent_orders"] == 4
    tuning.run()
    assert draft_of(workspace).thresholds["frequent_orders"] == 4
    pick(tuning, 6.0)
    assert draft_of(workspace).thresholds["frequent_orders"] == 6


def test_undo_takes_a_click_back(tuning, workspace):
    look(tuning, "frequent_orders", "loyal")
    before = draft_of(workspace)
    pick(tuning, 5.0)
    assert draft_of(workspace) != before
    assert workspace.undo(workspace.state().version).draft == before
    assert tuning.run().slider(key="threshold_frequent_orders").value == int(
        before.thresholds["frequent_orders"]
    )


def test_active_days_are_set_by_a_click_too(tuning, workspace):
    look(tuning, "active_days", "loyal")
    pick(tuning, 33.0)
    assert draft_of(workspace).active_days == 33


def test_only_segments_that_depend_on_the_threshold_are_offered(tuning, workspace):
    tuning.pills(key="curve_threshold").set_value("new_days").run()
    offered = set(tuning.pills(key="curve_segment").options)
    customers = customers_of(workspace)
    tenures = sorted(set(customers["tenure_days"].dropna()))
    sizes = [sizes_of(workspace, customers, new_days=days) for days in (0, *tenures)]
    moving = {key for key in sizes[0] if len({one[key] for one in sizes}) > 1}
    assert offered == {labels.segment(key) for key in moving}
    assert moving


def test_a_third_smaller_is_the_nearest_size_there_is(tuning, workspace):
    look(tuning, "frequent_orders", "loyal")
    now = size(workspace, "loyal")
    target = round(now * 2 / 3)
    tuning.button(key="curve_smaller").click().run()
    set_to = draft_of(workspace).thresholds["frequent_orders"]
    possible = {size(workspace, "loyal", frequent_orders=n) for n in range(9)}
    best = min(abs(one - target) for one in possible)
    assert abs(size(workspace, "loyal", frequent_orders=set_to) - target) == best
    assert "customers" in said(tuning, "success")


def test_a_size_that_equal_values_prevent_is_said(tuning, workspace):
    look(tuning, "frequent_orders", "loyal")
    possible = {size(workspace, "loyal", frequent_orders=n) for n in range(9)}
    target = next(one for one in range(1, 60) if one not in possible)
    tuning.number_input(key="curve_target").set_value(target).run()
    reached = size(workspace, "loyal")
    text = said(tuning, "success")
    assert f"{target} customers are not possible" in text
    assert f"the nearest is {reached}" in text
    exact = next(iter(possible - {reached, 0}))
    tuning.number_input(key="curve_target").set_value(exact).run()
    assert size(workspace, "loyal") == exact
    assert f"Exactly {exact} customers" in said(tuning, "success")


def test_a_size_beyond_what_the_threshold_gives_is_only_offered(tuning, workspace):
    look(tuning, "frequent_orders", "loyal")
    before = draft_of(workspace)
    most = max(size(workspace, "loyal", frequent_orders=n) for n in range(9))
    tuning.number_input(key="curve_target").set_value(999_999).run()
    assert draft_of(workspace) == before
    text = said(tuning, "warning")
    assert "999,999 customers are not possible: with the other conditions as they are" in text
    assert f"has at most {most}, at" in text
    tuning.button(key="curve_nearest").click().run()
    assert size(workspace, "loyal") == most
    assert f"has at most {most}, at" in said(tuning, "warning")
    assert "curve_nearest" not in {one.key for one in tuning.button}


def test_the_biggest_cliff_is_named_with_its_customers(app, store, tmp_path):
    times = {f"c{n:02}": 1 if n < 25 else 3 if n < 40 else n % 9 + 4 for n in range(60)}
    rows = [
        (who, f"2024-{k + 1:02}-0{k % 9 + 1}", 5)
        for who, many in times.items()
        for k in range(many)
    ]
    workspace = store.open(fill(store, tmp_path, {"orders": orders(rows)}))
    own_rules(workspace, Condition(column="order_count", op=">=", threshold="frequent_orders"))
    app.query_params["w"] = workspace.id
    app.session_state["curve"] = True
    app.run()
    app.switch_page("segments.py").run()
    look(app, "frequent_orders", "one")
    assert "The biggest: 25 customers have exactly 1 (orders), where the size jumps by 25" in said(
        app
    )


def own_rules(workspace, *conditions):
    """One rule with these conditions, as another tab would write it."""
    rule = Rule(key="one", conditions=conditions)
    wanted = draft_of(workspace).change(scheme="own", segments=(rule,))
    workspace.change(wanted, workspace.state().version)


def test_the_limit_of_a_condition_has_a_curve_of_its_own(app, workspace):
    own_rules(workspace, Condition(column="spend", op=">=", threshold=100))
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "segments.rules"
    app.run()
    app.switch_page("segments.py").run()
    app.button(key="test_open_0").click().run()
    app.toggle(key="limit_curve").set_value(True).run()
    assert not app.exception, app.exception[0].message
    spend = sorted(customers_of(workspace)["spend"])
    pick(app, spend[-10])
    assert draft_of(workspace).segments[0].conditions[0].threshold == spend[-10]
    assert size(workspace, "one") == sum(one >= spend[-10] for one in spend)


def test_a_scheme_without_thresholds_has_no_curve(tuning):
    tuning.pills(key="scheme").set_value("rfm_quintiles").run()
    assert not tuning.exception
    assert "curve" not in {one.key for one in tuning.expander}
