"""The rule builder: every edit is one step, every count is counted again, names are text."""

from datetime import date

import pandas as pd
import pytest
from pages.conftest import base_of, fill, small_orders

from loyalty import features, segmentation
from loyalty.study import Condition, Group, Rule

MARKUP = "<img src=x>[a](b)$\\alpha$"


def regions() -> dict:
    """The 60 customers of the small orders: every third from the markup region, some unknown."""
    names = [f"c{n:02}" for n in range(60)]
    region = [MARKUP if n % 3 == 0 else "south" if n % 3 == 1 else None for n in range(60)]
    joined = [f"2024-{n % 12 + 1:02}-01" for n in range(60)]
    return {"customer_id": names, "joined": joined, "region": region}


@pytest.fixture
def workspace(store, tmp_path):
    tables = {"orders": small_orders(), "customers": regions()}
    return store.open(fill(store, tmp_path, tables))


@pytest.fixture
def building(app, workspace):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "segments.rules"
    app.run()
    app.switch_page("segments.py").run()
    assert not app.exception, app.exception[0].message
    return app


def draft_of(workspace):
    return workspace.state().draft


def customers_of(workspace) -> pd.DataFrame:
    return base_of(workspace).customers


def put(app, workspace, *rules, **others):
    """Rules in the draft, as another tab would write them."""
    wanted = draft_of(workspace).change(segments=rules, scheme="own", **others)
    workspace.change(wanted, workspace.state().version)
    return app.run()


def click(app, key):
    app.button(key=key).click().run()
    assert not app.exception, app.exception[0].message


def names(workspace) -> list[str]:
    return [rule.key for rule in draft_of(workspace).segments]


def said(app, *kinds) -> str:
    parts = [str(one.value) for kind in kinds or ("caption",) for one in getattr(app, kind)]
    return "\n".join(parts).replace("\\", "")


SPEND = Condition(column="spend", op=">=", threshold=100)
OFTEN = Condition(column="order_count", op=">=", threshold="frequent_orders")
NORTH = Condition(column="attribute.region", op="in", values=(MARKUP,))


def test_each_rule_says_who_meets_it_and_who_it_takes(building, workspace):
    put(building, workspace, Rule(key="a", conditions=(OFTEN,)), Rule(key="b", conditions=(SPEND,)))
    often, rich = set(), set()
    for row in customers_of(workspace).itertuples():
        if row.order_count >= draft_of(workspace).thresholds["frequent_orders"]:
            often.add(row.customer_id)
        if row.spend >= 100:
            rich.add(row.customer_id)
    assert often & rich and rich - often
    text = said(building)
    assert f"{len(often)} meet it · takes {len(often)} " in text
    assert f"{len(rich)} meet it · takes {len(rich - often)} " in text
    assert f"In no segment: {60 - len(often | rich)} of 60" in text


def test_rules_move_and_undo_brings_each_step_back(building, workspace):
    before = names(workspace)
    click(building, "rule_down_0")
    assert names(workspace) == [before[1], before[0], *before[2:]]
    assert draft_of(workspace).scheme == "own"
    click(building, "rule_up_2")
    assert names(workspace) == [before[1], before[2], before[0], *before[3:]]
    workspace.undo(workspace.state().version)
    workspace.undo(workspace.state().version)
    assert names(workspace) == before
    assert draft_of(workspace).scheme == "rfm_named"


def test_a_scheme_of_three_rules_is_built_from_nothing(building, workspace):
    click(building, "rule_nothing")
    assert names(workspace) == ["Segment 1"]
    click(building, "rule_add")
    click(building, "rule_add")
    assert names(workspace) == ["Segment 1", "Segment 2", "Segment 3"]
    click(building, "test_drop_0")
    assert draft_of(workspace).segments[2].conditions == ()
    building.text_input(key="rule_name").set_value(MARKUP).run()
    assert names(workspace)[2] == MARKUP
    assert not building.exception
    # A rule for everybody left stays last.
    click(building, "rule_add")
    assert names(workspace)[3] == MARKUP


def test_a_new_name_keeps_meaning_action_and_colour(building, workspace):
    building.text_input(key="rule_name").set_value("Best").run()
    rule = draft_of(workspace).segments[0]
    assert rule.key == "Best"
    assert rule.description == "Bought recently, buy often and spend a lot."
    assert rule.action.startswith("Thank them")
    assert rule.colour == "#0072B2"
    assert building.text_input(key="rule_name").value == "Best"


def test_a_name_that_is_taken_is_refused(building, workspace):
    before = draft_of(workspace)
    building.text_input(key="rule_name").set_value("big SPENDERS").run()
    assert draft_of(workspace) == before
    assert "There is already a segment called" in said(building, "warning")


def test_words_and_colour_are_the_users(building, workspace):
    building.text_area(key="rule_description").set_value("Mine").run()
    building.text_area(key="rule_action").set_value(MARKUP).run()
    building.color_picker(key="rule_colour").set_value("#123456").run()
    rule = draft_of(workspace).segments[0]
    assert (rule.description, rule.action, rule.colour) == ("Mine", MARKUP, "#123456")
    assert not building.exception


def test_a_copy_stands_after_its_rule_and_the_next_is_selected_when_it_goes(building, workspace):
    before = names(workspace)
    click(building, "rule_copy")
    assert names(workspace)[:3] == [before[0], "Champions (copy 1)", before[1]]
    assert building.text_input(key="rule_name").value == "Champions (copy 1)"
    click(building, "rule_remove")
    assert names(workspace) == before
    assert building.text_input(key="rule_name").value == "Loyal"


def test_without_any_rule_everybody_is_in_no_segment(building, workspace):
    put(building, workspace, Rule(key="only", conditions=(SPEND,)))
    click(building, "rule_remove")
    assert names(workspace) == []
    assert "In no segment: 60 of 60" in said(building)
    click(building, "rule_add")
    assert names(workspace) == ["Segment 1"]


def test_a_condition_on_text_offers_the_texts_of_the_data(building, workspace):
    put(building, workspace, Rule(key="a", conditions=(SPEND,)))
    click(building, "test_open_0")
    building.pills(key="limit_kind").set_value("attribute").run()
    (test,) = draft_of(workspace).segments[0].conditions
    assert (test.column, test.op) == ("attribute.region", "in")
    shown = building.multiselect(key="limit_texts")
    assert sorted(shown.options) == sorted([MARKUP, "south"])
    shown.set_value([MARKUP, "south"]).run()
    building.pills(key="limit_operator").set_value("not in").run()
    (test,) = draft_of(workspace).segments[0].conditions
    assert (test.op, set(test.values)) == ("not in", {MARKUP, "south"})
    # Customers without a region are not "not in": nothing is known of them.
    assert "0 meet it · takes 0 " in said(building)
    building.multiselect(key="limit_texts").set_value([]).run()
    assert draft_of(workspace).segments[0].conditions == (test,)
    assert "Choose at least one value" in said(building, "warning")
    building.pills(key="limit_operator").set_value("missing").run()
    assert "20 meet it · takes 20 " in said(building)


def test_a_condition_on_a_day(building, workspace):
    put(building, workspace, Rule(key="a", conditions=(SPEND,)))
    click(building, "test_open_0")
    building.pills(key="limit_kind").set_value("date").run()
    building.date_input(key="limit_day").set_value(date(2024, 6, 1)).run()
    building.pills(key="limit_operator").set_value("<").run()
    (test,) = draft_of(workspace).segments[0].conditions
    assert (test.column, test.op, test.day) == ("date.joined", "<", date(2024, 6, 1))
    early = sum(n % 12 + 1 < 6 for n in range(60))
    assert f"{early} meet it · takes {early} " in said(building)


def test_a_limit_is_a_number_or_a_threshold_on_a_slider(building, workspace):
    put(building, workspace, Rule(key="a", conditions=(OFTEN,)))
    value = draft_of(workspace).thresholds["frequent_orders"]
    click(building, "test_open_0")
    building.segmented_control(key="limit_shared").set_value("number").run()
    assert draft_of(workspace).segments[0].conditions[0].threshold == value
    building.number_input(key="limit_number").set_value(2).run()
    assert draft_of(workspace).segments[0].conditions[0].threshold == 2
    building.segmented_control(key="limit_shared").set_value("named").run()
    assert draft_of(workspace).segments[0].conditions[0].threshold == "frequent_orders"


@pytest.mark.parametrize("kind", ["score", "rfm", "life_cycle", "date", "attribute", "indicator"])
def test_every_kind_of_column_gives_a_rule_that_can_be_counted(building, workspace, kind):
    put(building, workspace, Rule(key="a", conditions=(SPEND,)))
    click(building, "test_open_0")
    building.pills(key="limit_kind").set_value(kind).run()
    assert not building.exception, building.exception[0].message
    study = draft_of(workspace)
    frame = features_of(workspace)
    expected = int((segmentation.codes(frame, study) == 0).sum())
    assert f"takes {expected} " in said(building)
    if kind == "rfm":
        assert study.cuts


def features_of(workspace) -> pd.DataFrame:
    return features.frame(customers_of(workspace), draft_of(workspace))


def test_groups_nest_and_say_who_meets_them(building, workspace):
    put(building, workspace, Rule(key="a", conditions=(SPEND,)))
    click(building, "test_group")
    assert isinstance(draft_of(workspace).segments[0].conditions[1], Group)
    click(building, "test_add_1")
    click(building, "test_group_1")
    building.segmented_control(key="test_match_1_2").set_value("none").run()
    click(building, "test_group_1_2")
    rule = draft_of(workspace).segments[0]
    assert rule.conditions[1].conditions[2].match == "none"
    assert len(rule.conditions[1].conditions[2].conditions) == 2
    assert "test_group_1_2_1" not in {one.key for one in building.button}  # three deep is the end
    click(building, "test_drop_1")
    assert draft_of(workspace).segments[0].conditions == (SPEND,)
    click(building, "test_wrap_0")
    assert draft_of(workspace).segments[0].conditions == (Group(match="any", conditions=(SPEND,)),)


def test_none_of_a_group_leaves_out_customers_of_whom_nothing_is_known(building, workspace):
    group = Group(match="none", conditions=(NORTH,))
    put(building, workspace, Rule(key="a", conditions=(group,)))
    south = sum(n % 3 == 1 for n in range(60))
    assert f"{south} meet it · takes {south} " in said(building)


def test_the_check_names_an_unreachable_rule_and_moves_it_in_one_step(building, workspace):
    wide = Condition(column="spend", op=">=", threshold=10)
    rest = Rule(key="rest")
    put(
        building,
        workspace,
        Rule(key="wide", conditions=(wide,)),
        Rule(key=MARKUP, conditions=(SPEND,)),
        rest,
        minimum_size=1,
    )
    before = draft_of(workspace)
    assert "can never take anybody" in said(building, "markdown")
    rich = int((customers_of(workspace)["spend"] >= 100).sum())
    button = building.button(key="repair_0")
    assert button.label.endswith(f"it then takes {rich}")
    click(building, "repair_0")
    assert names(workspace) == [MARKUP, "wide", "rest"]
    assert "can never take anybody" not in said(building, "markdown")
    assert workspace.undo(workspace.state().version).draft == before


def test_the_check_counts_small_empty_left_out_and_overlapping(building, workspace):
    frame = customers_of(workspace)
    few = Condition(column="spend", op=">=", threshold=float(frame["spend"].nlargest(3).iloc[-1]))
    count = int((frame["spend"] >= few.threshold).sum())
    put(
        building,
        workspace,
        Rule(key="a", conditions=(few,)),
        Rule(key="b", conditions=(SPEND,)),
        minimum_size=30,
    )
    text = said(building, "markdown")
    assert any("Overlapping rules (1)" in one.label for one in building.expander)
    assert f"“a” takes {count} customers, fewer than the minimum of 30" in text
    rich = int((frame["spend"] >= 100).sum())
    assert f"{60 - rich} customers are in no segment" in text
    building.number_input(key="minimum_size").set_value(1).run()
    assert draft_of(workspace).minimum_size == 1
    assert "fewer than the minimum" not in said(building, "markdown")
    click(building, "repair_0")
    assert names(workspace)[-1] == "Everybody left"
    assert "nobody is left out" in said(building, "success")


def test_a_kept_definition_is_loaded_back_and_forgotten(building, workspace):
    first = draft_of(workspace)
    building.text_input(key="definition_name").set_value(MARKUP).run()
    click(building, "definition_keep")
    assert [one.name for one in draft_of(workspace).definitions] == [MARKUP]
    click(building, "rule_nothing")
    later = draft_of(workspace).change(active_days=7)
    workspace.change(later, workspace.state().version)
    building.run()
    click(building, "definition_load")
    loaded = draft_of(workspace)
    assert loaded.change(definitions=()) == first
    assert loaded.active_days == first.active_days
    click(building, "definition_forget")
    assert draft_of(workspace).definitions == ()


def test_keeping_says_whether_another_was_replaced(building, workspace):
    building.text_input(key="definition_name").set_value("Mine").run()
    click(building, "definition_keep")
    assert "Kept as “Mine”." in said(building, "success")
    click(building, "rule_down_0")
    assert "Kept as" not in said(building, "success")
    click(building, "definition_keep")
    assert "Kept as “Mine”, in place of" in said(building, "success")
    assert len(draft_of(workspace).definitions) == 1


def test_a_definition_needs_a_name(building, workspace):
    click(building, "definition_keep")
    assert "Give the definition a name" in said(building, "warning")


def test_saving_beside_the_check_saves(building, workspace):
    click(building, "rule_down_0")
    assert workspace.state().dirty
    click(building, "save_rules")
    assert not workspace.state().dirty
    assert workspace.state().saved.segments == draft_of(workspace).segments
