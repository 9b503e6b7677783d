"""The controls of the Weights section: exact weights, cuts that give way, and their notices."""

import pandas as pd
import pytest

from loyalty import analysis, engine, weights
from loyalty.indicators import BY_KEY
from loyalty.study import Study


@pytest.fixture
def weigh(workspace, app):
    app.query_params["w"] = workspace.id
    return opened(app)


def opened(app):
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def draft(workspace) -> Study:
    return workspace.state().draft


def change(workspace, **choices) -> None:
    state = workspace.state()
    workspace.change(state.draft.change(**choices), state.version)


def slide(app, family, value):
    app.slider(key=f"family_{family}").set_value(value).run()
    assert not app.exception, app.exception[0].message


def said(app) -> str:
    parts = (*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning)
    return " ".join(one.value for one in parts)


EXACT = {
    "purchase": 0.2128, "relationship": 0.3372, "usage": 0.15, "emotion": 0.15,
    "recommendation": 0.15,
}  # fmt: skip


def test_a_slider_without_data_leaves_the_index_alone(weigh, workspace):
    change(workspace, family_weights=EXACT)
    weigh.run()
    known = ("order_count", "spend", "tenure_days")
    before = weights.effective(draft(workspace), known)
    slide(weigh, "emotion", 60)
    assert weights.effective(draft(workspace), known) == pytest.approx(before, abs=1e-15)
    assert "No data: " in said(weigh) and "These sliders do not change the index." in said(weigh)


def test_a_slider_moved_back_restores_the_exact_weights(weigh, workspace):
    change(workspace, family_weights=EXACT, preset="own")
    weigh.run()
    start = draft(workspace)
    for family, value in (("purchase", 0), ("usage", 3), ("purchase", 21), ("usage", 15)):
        slide(weigh, family, value)
    assert draft(workspace) == start


def test_the_others_stay_where_they_are_however_low_one_falls(weigh, workspace):
    change(workspace, family_weights=EXACT)
    weigh.run()
    slide(weigh, "relationship", 0)
    assert weigh.slider(key="family_purchase").value == 21
    assert draft(workspace).family_weights["purchase"] == pytest.approx(21.28)


def test_cuts_that_give_way_are_named_and_so_are_empty_levels(weigh, workspace):
    names = [level.key.capitalize() for level in draft(workspace).levels]
    weigh.number_input(key="level_1").set_value(90).run()
    assert f"Moved to 90 too: {names[2]}, {names[3]}. Undo brings them back." in said(weigh)
    assert f"starts at the same index: {names[1]}, {names[2]}." in said(weigh)
    weigh.button(key="work_undo").click().run()
    assert "Moved to 90" not in said(weigh) and "starts at the same index" not in said(weigh)


def test_all_weights_zero_is_one_state_without_empty_charts(weigh, workspace):
    change(workspace, family_weights=dict.fromkeys(EXACT, 0.0))
    weigh.run()
    assert not weigh.exception, weigh.exception[0].message
    assert weigh.title[0].value.startswith("There is no loyalty index")
    assert "All weights are zero: there is no index. Raise a weight" in said(weigh)
    assert not weigh.get("vega_lite_chart")
    assert "With TOPSIS instead" not in said(weigh)
    slide(weigh, "purchase", 50)
    assert weigh.get("vega_lite_chart")
    assert "All weights are zero" not in said(weigh)


def test_an_indicator_that_everybody_scores_alike_is_named_and_left_out(weigh, workspace):
    tables = engine.open_tables(workspace.dataset().tables)
    people = analysis.base(tables, draft(workspace).as_of).customers
    same = [key for key in weights.base(draft(workspace)) if people[key].nunique() == 1]
    assert same
    (shown,) = (one.value for one in weigh.warning if "Everybody scores the same" in one.value)
    assert all(BY_KEY[key].label in shown for key in same)
    before = draft(workspace).indicator_weights
    weigh.button(key="zero_constant").click().run()
    assert draft(workspace).indicator_weights == before | dict.fromkeys(same, 0.0)
    assert not any("Everybody scores the same" in one.value for one in weigh.warning)
    weigh.button(key="work_undo").click().run()
    assert draft(workspace).indicator_weights == before


def test_amounts_without_a_currency_are_called_so(weigh):
    scales = weigh.data_editor[0].value.set_index("indicator")["scale"]
    assert scales[BY_KEY["spend"].label].endswith(" amount")
    assert scales[BY_KEY["average_order_value"].label].endswith(" amount per order")


def test_sliders_show_per_cent_and_keep_it_while_they_fall(weigh, workspace):
    """Equal indicators are 8, 5, 3, 4, 3 of 23."""
    counts = pd.Series([one.family for one in BY_KEY.values()]).value_counts()
    shown = {key: weigh.slider(key=f"family_{key}").value for key in counts.index}
    assert shown == {key: round(100 * count / len(BY_KEY)) for key, count in counts.items()}
    start = draft(workspace)
    slide(weigh, "purchase", 0)
    slide(weigh, "usage", 0)
    now = {key: weigh.slider(key=f"family_{key}").value for key in counts.index}
    assert now == shown | {"purchase": 0, "usage": 0}
    slide(weigh, "usage", shown["usage"])
    slide(weigh, "purchase", shown["purchase"])
    assert draft(workspace) == start
