"""Strategies, Phases: on and off, months, the pilot's stop rule and what it is worth."""

import numpy as np
import pytest
from pages.lab import cells, open_section, put, run, said, scenarios, table

from loyalty.decision.phases import piloted
from loyalty.language import compact, percent
from loyalty.study import Phases, Range, Scenario

PHASES = Phases(preparation=1, pilot=2, pilot_reach=20, roll_out=2)
ONE = Scenario(strategy="service_recovery")
PHASED = ONE.model_copy(update={"phases": PHASES})


@pytest.fixture
def page(opened, workspace, patched):
    return open_section(opened, workspace, patched, "phases", scenarios=(ONE,))


def figures(page):
    return table(page, "way").set_index("way")


def test_phases_are_switched_on_changed_and_off_again(page, workspace):
    assert "starts at full reach" in page.title[0].value
    page.toggle(key="phases_on").set_value(True).run()
    assert scenarios(workspace)[0].phases == Phases()
    page.number_input(key="phases_preparation").set_value(1).run()
    page.number_input(key="phases_pilot").set_value(2).run()
    page.number_input(key="phases_roll_out").set_value(2).run()
    page.slider(key="phases_reach").set_value(20).run()
    assert scenarios(workspace)[0].phases == PHASES
    page.toggle(key="phases_on").set_value(False).run()
    assert scenarios(workspace)[0] == ONE
    assert not page.exception


def test_phases_stand_beside_starting_at_once(page, workspace):
    put(workspace, scenarios=(PHASED,))
    page.run()
    phased, once = run(workspace, PHASED)[1], run(workspace, ONE)[1]
    found = figures(page)
    assert list(found.index) == ["In phases, without a stop rule", "At full reach at once"]
    assert found["median"].to_numpy() == pytest.approx([np.median(phased), np.median(once)])
    assert found["loss"].tolist() == [100 * (phased < 0).mean(), 100 * (once < 0).mean()]
    assert compact(np.median(phased)) in page.title[0].value


def test_the_stop_rule_says_what_it_stops_and_what_it_is_worth(page, workspace):
    put(workspace, scenarios=(PHASED,))
    page.run().toggle(key="phases_rule").set_value(True).run()
    ruled = scenarios(workspace)[0]
    assert ruled.phases.stop_below == 0
    found = piloted(ruled, workspace.state().draft, cells(workspace))
    page.number_input(key="phases_limit").set_value(round(np.median(found.seen), 2)).run()
    limit = scenarios(workspace)[0].phases.stop_below
    with_rule, without = run(workspace, scenarios(workspace)[0])[1], run(workspace, PHASED)[1]
    stopped, worth = (found.seen < limit).mean(), (with_rule - without).mean()
    assert 0 < stopped < 1
    does = "is worth" if worth >= 0 else "costs"
    title = page.title[0].value
    assert title.startswith(f"In {percent(stopped)} of futures the pilot would stop it")
    assert title.endswith(f"the rule {does} {compact(abs(worth))}.")
    losses = [percent((gain < 0).mean()) for gain in (with_rule, without)]
    assert f"loss is {losses[0]} with it and {losses[1]} without" in said(page)
    assert figures(page).loc["In phases, with the stop rule", "mean"] == pytest.approx(
        with_rule.mean()
    )
    page.toggle(key="phases_rule").set_value(False).run()
    assert scenarios(workspace)[0] == PHASED


def test_months_beyond_the_horizon_are_told(page, workspace):
    late = PHASES.model_copy(update={"roll_out": 12})
    put(workspace, scenarios=(ONE.model_copy(update={"phases": late}),))
    page.run()
    assert "Full reach comes in month 15 only" in page.info[0].value
    never = PHASES.model_copy(update={"pilot": 12})
    put(workspace, scenarios=(ONE.model_copy(update={"phases": never}),))
    page.run()
    assert "The pilot ends in month 13" in said(page)


def test_doing_nothing_has_no_phases(page, workspace):
    put(workspace, scenarios=(Scenario(),))
    page.run()
    assert page.title[0].value.startswith("Choose a strategy")
    assert not page.exception


def test_what_the_pilot_shows_is_told_in_shares_of_futures(page, workspace):
    put(workspace, scenarios=(PHASED,))
    page.run()
    found = piloted(PHASED, workspace.state().draft, cells(workspace))
    fewer, paid = percent((found.seen < 0).mean()), percent((found.seen >= 1).mean())
    assert f"In {fewer} of futures the pilot is seen to earn less margin" in said(page)
    assert f"in {paid} it is seen to earn back" in said(page)


def test_a_pilot_that_costs_almost_nothing_is_told_without_a_return(page, workspace):
    free = ONE.model_copy(
        update={
            "strategy": "price_promotion",
            "assumptions": {"depth": Range(low=0, high=1e-9)},
            "phases": PHASES.model_copy(update={"stop_below": 0.5}),
        }
    )
    put(workspace, scenarios=(free,))
    page.run()
    assert not page.exception
    assert "In 100% of futures almost nothing is spent on the pilot" in said(page)
    assert "Which limit is worth most?" not in [one.value for one in page.subheader]


def test_without_a_pilot_there_is_no_curve_of_limits(page, workspace):
    none = PHASES.model_copy(update={"pilot": 0, "stop_below": 0.5})
    put(workspace, scenarios=(ONE.model_copy(update={"phases": none}),))
    page.run()
    assert page.title[0].value.startswith("The pilot would stop it in no future")
    assert not page.subheader


def test_phases_and_contact_limit_are_told_and_stay_with_another_strategy(
    opened, workspace, patched
):
    ruled = PHASES.model_copy(update={"stop_below": 0.0})
    one = ONE.model_copy(update={"phases": ruled, "contacts": 4.0})
    page = open_section(opened, workspace, patched, "lab", scenarios=(one,))
    line = "Introduced in phases, with a stop rule. At most 4 contacts a month."
    assert line in said(page)
    page.pills(key="strategies_price").set_value("points").run()
    chosen = scenarios(workspace)[0]
    assert (chosen.strategy, chosen.phases, chosen.contacts) == ("points", ruled, 4.0)
    assert f"{line} This stays with another strategy." in said(page)
    put(workspace, scenarios=(ONE,))
    page.run()
    assert "This stays" not in said(page)
