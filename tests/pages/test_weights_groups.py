"""By group: the column, the set of each group, and what the groups come to."""

import json

import pandas as pd
import pytest
from pages.conftest import base_of, fill, small_orders

from loyalty import weights
from loyalty.indicators import BY_KEY, FAMILIES
from pages import plain_index

MARKUP = "<b>*south*"
NAMES = [f"c{number:02}" for number in range(60)]
REGIONS = ["north"] * 35 + [MARKUP] * 19 + ["east"] * 4 + [None] * 2


@pytest.fixture
def workspace(store, tmp_path):
    people = {"customer_id": NAMES, "region": REGIONS, "name": [f"n {one}" for one in NAMES]}
    tables = {"orders": small_orders(), "customers": people}
    return store.open(fill(store, tmp_path, tables))


@pytest.fixture
def groups(workspace, app):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "indicators.groups"
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def choose(app, column):
    app.selectbox(key="group_by_en").set_value(column).run()
    assert not app.exception, app.exception[0].message
    return app


def edit(app, row, **cells):
    editor, states = app.data_editor[0], app._tree.get_widget_states()
    typed = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=editor.proto.id, string_value=json.dumps(typed))
    app._run(states)
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    return " ".join(one.value for one in (*app.subheader, *app.markdown, *app.caption, *app.info))


def outcome(app) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if "changing" in one.value).set_index("group")


def customers(workspace) -> pd.DataFrame:
    return base_of(workspace).customers


def test_only_columns_with_few_values_are_offered(groups):
    assert groups.selectbox(key="group_by_en").options == ["region", "Life-cycle state"]


def test_without_such_a_column_it_says_what_is_missing(app, store, tmp_path):
    events = {"customer_id": ["x"], "time": ["2024-01-01"], "touchpoint": ["ad"], "position": [0]}
    tables = {"customers": {"customer_id": ["x", "y"]}, "events": events}
    app.query_params["w"] = fill(store, tmp_path, tables)
    app.query_params["view"] = "indicators.groups"
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception
    assert "These data have neither" in said(app)


def test_a_group_with_a_set_of_its_own_is_weighed_by_it_and_the_others_stay(groups, workspace):
    choose(groups, "attribute.region")
    assert "every group still has the study's own weights" in said(groups)
    values = [*sorted({MARKUP, "east", "north"})]
    edit(groups, values.index(MARKUP), relationship=90)
    state, people = workspace.state(), customers(workspace)
    assert set(state.draft.group_weights) == {MARKUP}
    chosen = state.draft.group_weights[MARKUP]
    assert chosen.family_weights["relationship"] == pytest.approx(0.9)
    own = state.draft.family_weights
    rest = sum(one for key, one in own.items() if key != "relationship")
    assert chosen.family_weights["purchase"] == pytest.approx(0.1 * own["purchase"] / rest)

    same = (own, state.draft.indicator_weights)
    sets = [
        (chosen.family_weights, chosen.indicator_weights) if one == MARKUP else same
        for one in people["attribute.region"].astype(object)
    ]
    common = plain_index.results(people, state.draft)
    mixed = plain_index.results(people, state.draft, sets)
    found = outcome(groups)
    for value, label in ((MARKUP, MARKUP), ("north", "north"), ("east", "east")):
        here = (people["attribute.region"] == value).to_numpy()
        assert found.loc[label, "customers"] == here.sum()
        assert found.loc[label, "common"] == pytest.approx(common.loc[here, "index"].mean())
        assert found.loc[label, "own"] == pytest.approx(mixed.loc[here, "index"].mean())
        assert (
            found.loc[label, "changing"]
            == (common.loc[here, "level"] != mixed.loc[here, "level"]).sum()
        )
    changed = (common["level"] != mixed["level"]).sum()
    assert changed > 0
    assert f"{changed} of 60 customers have another level" in said(groups)
    assert "Groups with weights of their own: 1." in said(groups)


def test_small_groups_are_flagged_and_customers_without_a_value_listed(groups):
    choose(groups, "attribute.region")
    found = outcome(groups)
    assert found.loc["Without a value", "customers"] == 2
    assert found["few"].notna().to_dict() == {
        MARKUP: False, "east": True, "north": False, "Without a value": True,
    }  # fmt: skip


def test_a_starting_point_can_be_taken_and_given_back(groups, workspace):
    choose(groups, "attribute.region")
    edit(groups, 1, start="s0")
    preset = weights.PRESETS["s0"].choices()
    (chosen,) = workspace.state().draft.group_weights.values()
    assert chosen.family_weights == preset["family_weights"]
    assert "Source document S0 claims" in str(groups.table[0].value.to_dict())
    edit(groups, 1, start="study")
    assert workspace.state().draft.group_weights == {}


def test_sets_that_differ_only_in_what_the_data_lack_come_to_the_same(groups, workspace):
    choose(groups, "attribute.region")
    same = "In effect all groups have the same weights"
    assert same not in said(groups)
    study = workspace.state().draft
    fewer = {
        "family_weights": study.family_weights | {"emotion": 0.0},
        "indicator_weights": study.indicator_weights,
    }
    workspace.change(study.change(group_weights={"north": fewer}), workspace.state().version)
    groups.run()
    assert same in said(groups)
    edit(groups, 1, relationship=90)
    assert same not in said(groups)


def test_life_stages_weigh_interaction_first_and_long_term_value_later(groups, workspace):
    choose(groups, "life_cycle")
    groups.button(key="life_stages").click().run()
    assert not groups.exception
    sets = workspace.state().draft.group_weights
    assert set(sets) == set(weights.LIFE_STAGES)
    assert max(FAMILIES, key=sets["cycle_new"].family_weights.get) == "usage"
    assert max(FAMILIES, key=sets["cycle_loyal"].family_weights.get) == "purchase"
    people = customers(workspace)
    assert outcome(groups)["customers"].sum() == len(people) == 60
    # orders alone carry purchase and relationship, so usage leaves its weight to them
    carried = outcome(groups).loc["New (life cycle)", "carried"]
    known = {key for key in BY_KEY if people[key].notna().any()}
    inside = {key: [one for one in BY_KEY if BY_KEY[one].family == key] for key in FAMILIES}
    by_hand = sum(
        share * len(known & set(inside[key])) / len(inside[key])
        for key, share in sets["cycle_new"].family_weights.items()
    )
    assert carried == pytest.approx(100 * by_hand)


def test_weights_no_longer_differ_and_undo_brings_them_back(groups, workspace):
    choose(groups, "attribute.region")
    edit(groups, 0, purchase=100)
    groups.button(key="no_groups").click().run()
    draft = workspace.state().draft
    assert (draft.group_by, draft.group_weights) == (None, {})
    groups.button(key="work_undo").click().run()
    assert workspace.state().draft.group_by == "attribute.region"
    assert groups.selectbox(key="group_by_en").value == "attribute.region"
    groups.button(key="work_undo").click().run()
    assert workspace.state().draft.group_weights == {}


def test_another_column_forgets_the_sets_of_the_first(groups, workspace):
    choose(groups, "attribute.region")
    edit(groups, 0, purchase=100)
    before = workspace.state().draft
    choose(groups, "life_cycle")
    assert workspace.state().draft.group_weights == {}
    dropped = "Dropped with the column “region”: the own weights of its groups (1)."
    assert [one.value for one in groups.warning] == [dropped]
    groups.button(key="groups_undo").click().run()
    assert workspace.state().draft == before
    assert not groups.warning


def test_a_column_the_data_no_longer_have_is_said(groups, workspace):
    state = workspace.state()
    workspace.change(state.draft.change(group_by="attribute.*gone*"), state.version)
    groups.run()
    assert not groups.exception
    assert any("no value of “\\*gone\\*”" in one.value for one in groups.warning)


def test_why_a_customer_has_the_index_names_the_set_of_the_group(groups, workspace):
    choose(groups, "attribute.region")
    edit(groups, 0, relationship=90)
    groups.segmented_control(key="section_indicators").set_value("weigh").run()
    groups.text_input(key="why_id").set_value("c40").run()
    assert not groups.exception, groups.exception[0].message
    written = said(groups)
    assert "The weights are those of the group \\<b\\>\\*south\\*." in written
    assert MARKUP not in written
    groups.text_input(key="why_id").set_value("c01").run()
    assert "The weights are the study's own." in said(groups)


def test_the_weights_say_whom_they_reach_and_lead_to_the_groups(groups, workspace):
    choose(groups, "attribute.region")
    edit(groups, 0, relationship=90)
    groups.segmented_control(key="section_indicators").set_value("weigh").run()
    people = customers(workspace)["attribute.region"].astype(object)
    served = (people != MARKUP).sum()
    assert served == 41
    text = f"1 of 3 groups have weights of their own; the weights here apply to the other {served}"
    assert text in said(groups)
    assert "Where a group has no weights of its own, the index rests on: " in said(groups)
    groups.button(key="open_groups").click().run()
    assert not groups.exception
    assert groups.segmented_control(key="section_indicators").value == "groups"
