"""Strategies, Mix and budget: strategies together, their rules, and the best split of a budget."""

import numpy as np
import pytest
from pages.lab import cells, open_section, put, run, said, scenarios, table

from loyalty.decision import allocation, mixes
from loyalty.language import compact, percent
from loyalty.study import Action, Audience, Range, Scenario

RECOVERY, PROMOTION = Action(strategy="service_recovery"), Action(strategy="price_promotion")
MIX = Scenario(**RECOVERY.model_dump(), also=(PROMOTION,))


@pytest.fixture
def page(opened, workspace, patched):
    return open_section(opened, workspace, patched, "mix", scenarios=(MIX,))


def figures(page):
    return table(page, "label").set_index("label")


def test_the_mix_stands_beside_each_of_its_strategies(page, workspace):
    (whole, mix), (_first, recovery), (_second, promotion) = (
        run(workspace, one) for one in (MIX, *mixes.alone(MIX))
    )
    found = figures(page)
    assert list(found.index) == ["A · all together", "Service recovery", "Price promotion"]
    assert found["gain_p50"].to_numpy() == pytest.approx(
        [np.median(one) for one in (mix, recovery, promotion)], abs=0.01
    )
    assert found.loc["A · all together", "return"] == whole.decision()["return"].iloc[0]
    best = max((recovery, promotion), key=np.median)
    assert f"alone in {percent((mix > best).mean())} of futures" in said(page)
    assert f"add up to {compact(np.median(recovery + promotion))}" in said(page)


def test_strategies_are_added_timed_narrowed_and_taken_out(page, workspace):
    page.pills(key="mix_add_relation").set_value("referral").run()
    assert [one.strategy for one in scenarios(workspace)[0].actions][2:] == ["referral"]
    page.number_input(key="mix_start_1").set_value(3).run()
    page.number_input(key="mix_lasts_1").set_value(2).run()
    page.slider(key="mix_reach_1").set_value(40).run()
    page.pills(key="audience_life_cycle_1").set_value(["new"]).run()
    expected = PROMOTION.model_copy(
        update={"start": 3, "lasts": 2, "reach": 40.0, "audience": Audience(life_cycle=("new",))}
    )
    assert scenarios(workspace)[0].also == (expected, Action(strategy="referral"))
    page.button(key="mix_remove_0").click().run()
    assert scenarios(workspace)[0].actions == (expected, Action(strategy="referral"))
    assert not page.exception


def test_the_last_strategy_out_leaves_doing_nothing_and_the_first_one_in_replaces_it(
    page, workspace
):
    page.button(key="mix_remove_1").click().run()
    assert "stands alone" in page.title[0].value
    page.button(key="mix_remove_0").click().run()
    assert scenarios(workspace) == (Scenario(),)
    assert page.title[0].value.startswith("Choose a strategy")
    page.pills(key="mix_add_price").set_value("points").run()
    assert scenarios(workspace) == (Scenario(strategy="points"),)


def test_a_joint_effect_changes_the_mix_and_nothing_alone(page, workspace):
    both_keep = Scenario(**RECOVERY.model_dump(), also=(Action(strategy="proactive_care"),))
    put(workspace, scenarios=(both_keep,))
    page.run()
    before = figures(page)["gain_p50"]
    page.slider(key="mix_together").set_value((-50.0, -50.0)).run()
    assert scenarios(workspace)[0].together == Range(low=-50, high=-50)
    after = figures(page)["gain_p50"]
    assert after.iloc[0] != before.iloc[0]
    assert after.iloc[1:].tolist() == before.iloc[1:].tolist()


def test_a_budget_cuts_the_reach_by_what_the_page_says(page, workspace):
    whole = run(workspace, MIX)[0]
    cost = whole.metric(whole.strategies[0], "cost").sum(axis=0).mean()
    budget = round(cost * 0.7)
    page.number_input(key="mix_budget").set_value(budget).run()
    ruled = scenarios(workspace)[0]
    assert ruled.budget == budget
    cut = mixes.cut(ruled, workspace.state().draft, cells(workspace))
    assert 0 < cut.share < 1
    assert f"**cuts the reach by {percent(1 - cut.share)}**" in said(page)
    assert figures(page).loc["A · all together", "cost"] < cost
    page.number_input(key="mix_budget").set_value(round(2 * cost)).run()
    assert f"at full reach it costs {compact(cost)}" in page.success[0].value


def test_a_contact_limit_goes_into_the_draft(page, workspace):
    page.number_input(key="mix_contacts").set_value(2.0).run()
    assert scenarios(workspace)[0].contacts == 2


def test_the_best_split_of_a_budget_becomes_a_scenario(page, workspace):
    study, world = workspace.state().draft, cells(workspace)
    free = {one: Range(low=0, high=0) for one in ("set_up", "running")}
    offers = Action(strategy="partner_offers", assumptions=free)
    cheap = Scenario(strategy="recommendation", assumptions=free, also=(offers,))
    put(workspace, scenarios=(cheap,))
    page.run()
    found = list(allocation.pieces(cheap, study, world))
    full = allocation.split(found, 10**12, world.segments)
    assert full.gain > 0
    page.number_input(key="split_budget").set_value(max(1, round(full.spent / 2))).run()
    best = allocation.split(found, float(round(full.spent / 2)), world.segments)
    assert f"brings **{compact(best.gain)}** more than doing nothing on average" in said(page)
    whole, gain = run(workspace, cheap)
    cost = whole.metric(whole.strategies[0], "cost").sum(axis=0).mean()
    assert f"costs {compact(cost)} on average and brings {compact(gain.mean())}." in said(page)
    assert page.query_params["split_budget"] == str(round(full.spent / 2))
    page.button(key="split_use").click().run()
    _own, new = scenarios(workspace)
    assert new.name.startswith("Best split of")
    assert {one.strategy for one in new.actions} <= {"recommendation", "partner_offers"}
    assert all(one.assumptions == free and one.audience.segments for one in new.actions)
    assert page.pills(key="scenario").value == "B"
    assert page.button(key="split_use").disabled  # it is that split
    page.pills(key="scenario").set_value("A").run()
    assert page.button(key="split_use").disabled
    next(one for one in page.button if one.label == "Undo").click().run()
    assert scenarios(workspace) == (cheap,)


def test_nothing_worth_paying_for_is_said(page, workspace):
    assert "No budget for these strategies" in said(page)  # on so few customers
    assert page.button(key="split_use").disabled


def test_a_fifth_scenario_is_not_written(page, workspace):
    put(workspace, scenarios=(MIX, *3 * (Scenario(strategy="points"),)))
    page.run()
    assert page.button(key="split_use").disabled
