"""What must be true: the sentence, the table and the test, all from the simulation itself."""

import pytest
from pages.test_choices import go

from loyalty.study import Range, Scenario

COSTLY = Scenario(strategy="service_recovery", assumptions={"running": Range(low=50, high=50)})


@pytest.fixture
def truth(opened, workspace):
    """The section with one scenario and few futures."""

    def show(scenario):
        state = workspace.state()
        small = state.draft.change(draws=100, months=6, scenarios=(scenario,))
        workspace.merge(state.draft, small, state.version)
        opened.session_state["view"] = "strategies.truth"
        go(opened, "strategies")
        return opened

    return show


def test_a_scenario_that_cannot_pay_says_what_would_have_to_be_true(truth):
    page = truth(COSTLY)
    assert "pay" in page.title[0].value
    table = page.dataframe[0].value
    running = table[table["assumption"] == "Running cost a month"].iloc[0]
    assert running["reached"] == 0
    assert running["at_low"] < 0
    assert {"Margin", "Share of the loss won back"} <= set(table["assumption"])


def test_the_assumption_looked_at_is_kept_by_the_link(truth):
    page = truth(COSTLY)
    [choice] = [one for one in page.selectbox if one.label == "Assumption"]
    choice.select("0.loss").run()
    assert page.query_params["assumption"] in ("0.loss", ["0.loss"])
    assert not page.exception


def test_doing_nothing_has_nothing_to_be_true(truth):
    page = truth(Scenario(strategy="do_nothing"))
    assert page.title[0].value == "Doing nothing rests on no assumption"
    assert not page.exception
