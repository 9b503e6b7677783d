"""What must be true: the sentence, the table and the test, all from the simulation itself."""

import json

import pandas as pd
import pytest
from pages.test_choices import go

from loyalty.charts import break_even
from loyalty.strategies import GRADES
from loyalty.study import Range, Scenario
from pages.parts.strategies.truth.section import held

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


def test_a_scenario_that_cannot_pay_says_so(truth):
    page = truth(COSTLY)
    assert "does not pay" in page.title[0].value
    table = page.dataframe[0].value
    running = table[table["assumption"] == "Running cost a month"].iloc[0]
    assert running["reached"] == 0
    assert running["at_low"] < 0
    assert {"Margin", "Share of the loss won back"} <= set(table["assumption"])
    said = " ".join(one.value for one in (*page.markdown, *page.caption))
    assert "nobody should pay for a test" in said
    assert "power" not in said


def test_a_decision_is_in_the_table_but_not_moved(truth):
    page = truth(Scenario(strategy="price_promotion"))
    table = page.dataframe[0].value.set_index("assumption")
    assert table.loc["Price cut", "at_low"] == table.loc["Price cut", "at_high"]
    [choice] = [one for one in page.selectbox if one.label == "Assumption"]
    assert "Price cut" not in choice.options
    assert "Margin" in choice.options


def test_the_sentence_names_the_unit_and_what_is_only_assumed(truth):
    page = truth(Scenario(strategy="price_promotion"))
    said = page.title[0].value
    row = page.dataframe[0].value.set_index("assumption").loc["Margin"]
    assert said.endswith(f"is above {row['value']:.2f} (% of sales); 20 to 50 is assumed.")
    assert "“Margin”" in said


def formats(page):
    """How the columns of the first table are written, where that is said."""
    told = json.loads(page.dataframe[0].proto.columns)
    return {key: one.get("type_config", {}).get("format") for key, one in told.items()}


def test_amounts_in_tables_are_written_as_the_language_does(truth):
    page = truth(Scenario(strategy="price_promotion"))  # in a browser that speaks English
    assert formats(page)["at_low"] == "compact"
    page.session_state["language"] = "zh_CN"
    assert formats(go(page, "strategies"))["at_low"] == "%,.0f"


def test_only_what_was_found_out_is_called_evidence():
    found = {grade: held(grade) for grade in GRADES}
    assert found["guessed"] == found["claimed"] == "{low} to {high} is assumed"
    assert found["borrowed"] == found["measured"] == "the evidence says {low} to {high}"


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


def test_every_layer_of_the_curve_draws_from_the_frame_the_page_sends():
    frame = pd.DataFrame({"value": [0.0, 1, 2], "gain": [-1.0, 0, 1]})
    spec = break_even.draw(frame, low=0.5, high=1.5, value=1.0).to_dict()
    assert not [layer for layer in spec["layer"] if "data" in layer]
    [band] = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert (band["encoding"]["x"]["datum"], band["encoding"]["x2"]["datum"]) == (0.5, 1.5)
