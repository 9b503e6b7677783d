"""Strategies, Scenarios: the table of all, side by side, and the file, as a user meets them."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from pages.conftest import base_of
from pages.lab import put, said, scenarios, table

from loyalty import engine, outputs, segmentation, simulation
from loyalty.outcome import outcome
from loyalty.outputs import Provenance
from loyalty.simulation.outcomes import outcomes
from loyalty.simulation.scenario_file import from_json, to_json
from loyalty.study import Action, Audience, Phases, Range, Scenario
from pages.parts.strategies.scenarios.beside import apart, compared
from pages.parts.strategies.scenarios.choices import ACTION, ASSUMPTION, Row

KEYS = ("price_promotion", "service_recovery", "win_back", "referral", "tiers", "convenience")
SIX = tuple(Scenario(strategy=key) for key in KEYS)


@pytest.fixture
def page(opened, workspace, patched):
    """The section open, with few futures of half a year."""
    patched.setattr("pages.parts.strategies.check.DRAWS", 100)
    put(workspace, draws=100, months=6)
    opened.session_state["view"] = "strategies.scenarios"
    return fresh(opened.switch_page("strategies.py"))


def fresh(app):
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def world(workspace):
    """Cells and study of the workspace, apart from the page."""
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    customers = segmentation.assign(base_of(workspace).customers, study)
    return simulation.cells(tables, customers, study), study


def everyone(app):
    found = table(app, "mark")
    return found.set_index(found.index + 1)


def differences(app):
    return table(app, "point").set_index("point")


def keys(workspace):
    return [one.strategy for one in scenarios(workspace)]


def test_the_two_to_try_stand_in_the_table_and_no_study_is_changed(page, workspace):
    assert everyone(page)["scenario"].tolist() == ["Price promotion", "Service recovery"]
    assert everyone(page)["mark"].tolist() == ["A", "B"]
    assert scenarios(workspace) == ()


def test_all_scenarios_have_the_numbers_of_one_simulation(page, workspace):
    six = (*SIX[:3], Scenario(), *SIX[4:])
    put(workspace, scenarios=six)
    found = everyone(fresh(page))
    expected = outcomes(*world(workspace), six)
    assert found["mark"].tolist() == ["A", "B", "C", "D", "5", "6"]
    for column in ("gain_p50", "gain_p05", "gain_p95", "cost", "break_even"):
        assert found[column].tolist() == pytest.approx(expected[column].tolist(), nan_ok=True)
    assert found["chance"].tolist() == pytest.approx(
        (100 * expected["chance"]).tolist(), nan_ok=True
    )
    assert found.loc[4, ["gain_p50", "chance", "cost"]].isna().all()


def test_the_table_says_what_each_does(page, workspace):
    mix = Scenario(
        name="Both", strategy="price_promotion", start=2, lasts=3, reach=40, budget=900,
        audience=Audience(value=("high",)), also=(Action(strategy="win_back"),),
    )  # fmt: skip
    put(workspace, scenarios=(mix, *SIX[1:]))
    row = everyone(fresh(page)).loc[1]
    assert row["scenario"] == "Both"
    assert row["strategies"].startswith("Price promotion + ")
    assert row["start"] == "2 + 1"
    assert row["lasts"] == "3 + to the end"
    assert row["reach"] == "40% + 100%"
    assert row["budget"] == 900
    assert row["audience"].startswith("High value + ")


def test_a_name_goes_into_the_study_and_undo_takes_it_back(page, workspace):
    page.text_input(key="kept_name").set_value("  Spring *2025* ").run()
    assert [one.name for one in scenarios(workspace)] == ["Spring *2025*", ""]
    assert everyone(page)["scenario"].tolist()[0] == "Spring *2025*"
    workspace.undo(workspace.state().version)
    assert everyone(fresh(page))["scenario"].tolist()[0] == "Price promotion"


def test_a_copy_stands_at_the_end_and_is_picked(page, workspace):
    put(workspace, scenarios=(SIX[0].model_copy(update={"name": "One", "reach": 30}), *SIX[1:]))
    fresh(page).button(key="kept_duplicate").click().run()
    assert len(scenarios(workspace)) == 7
    copy = scenarios(workspace)[-1]
    assert (copy.name, copy.reach, copy.strategy) == ("One (copy)", 30, "price_promotion")
    assert page.pills(key="kept").value == 6
    assert everyone(page).loc[7, "gain_p50"] == everyone(page).loc[1, "gain_p50"]


def test_a_scenario_is_deleted_but_never_the_last(page, workspace):
    page.pills(key="kept").set_value(1).run()
    page.button(key="kept_delete").click().run()
    assert keys(workspace) == ["price_promotion"]
    assert page.button(key="kept_delete").disabled


def test_a_letter_swaps_two_scenarios(page, workspace):
    put(workspace, scenarios=SIX)
    fresh(page).pills(key="kept").set_value(5).run()
    assert page.segmented_control(key="kept_letter").value is None
    page.segmented_control(key="kept_letter").set_value("B").run()
    assert keys(workspace) == [KEYS[0], KEYS[5], *KEYS[2:5], KEYS[1]]
    assert page.pills(key="kept").value == 1
    assert everyone(page).loc[2, "mark"] == "B"


def test_only_what_differs_stands_side_by_side(page, workspace):
    one = Scenario(strategy="price_promotion", assumptions={"depth": Range(low=5, high=5.5)})
    other = one.model_copy(update={"start": 3, "assumptions": {"depth": Range(low=5, high=6)}})
    put(workspace, scenarios=(one, other))
    found = differences(fresh(page))
    assert found["mark"].eq("≠").all()
    assert found.loc["From month", ["A", "B"]].tolist() == ["1", "3"]
    assert len(found) == 2
    assert [text for text in found["B"] if "by you" in text] == ["5 to 6 ✎ by you"]
    page.toggle(key="beside_whole").set_value(True).run()
    whole = differences(page)
    assert len(whole) > 10
    assert whole.loc["Strategy", "mark"] == ""
    assert whole["mark"].eq("≠").sum() == 2


def test_equal_scenarios_are_said_to_be_equal(page, workspace):
    put(workspace, scenarios=(SIX[0], SIX[0]))
    fresh(page)
    assert "do not differ" in page.info[0].value


def test_fewer_can_stand_side_by_side(page, workspace):
    put(workspace, scenarios=SIX)
    fresh(page).pills(key="beside").set_value(["B", "D"]).run()
    found = differences(page)
    assert {"B", "D"} <= set(found.columns)
    assert not {"A", "C"} & set(found.columns)


def test_the_results_stand_under_them(page, workspace):
    put(workspace, scenarios=SIX[:3])
    fresh(page)
    results = [one.value for one in page.dataframe if "point" in one.value.columns][-1]
    chance = results.set_index("point").loc["Chance", ["A", "B", "C"]]
    expected = outcomes(*world(workspace), SIX[:3])["chance"]
    assert chance.tolist() == [f"{100 * one:.0f}%" for one in expected]


def rows(rank=ACTION, **points):
    return [Row(rank, "", name, "", value, str(value)) for name, value in points.items()]


def names(told):
    return {letter: "".join(row.point for row in found) for letter, found in told.items()}


def test_what_one_strategy_alone_assumes_is_not_compared():
    first, second = rows(x=1), rows(x=1)
    told = {
        "A": [*first, *rows(ASSUMPTION, p=1, q=2, r=3, s=4)],
        "B": [*second, *rows(ASSUMPTION, q=2, r=4, s=4)],
        "C": [*rows(y=1), *rows(ASSUMPTION, s=5)],
    }
    shared, alone = apart(told)
    assert names(shared) == {"A": "xrs", "B": "xrs", "C": "ys"}  # r: two have it and differ
    assert names(alone) == {"A": "pq", "B": "q", "C": ""}
    assert names(apart({"A": told["A"]})[1]) == {"A": ""}


def test_choices_come_first_and_assumptions_of_one_strategy_aside(page, workspace):
    promotion = SIX[0].model_copy(update={"start": 2, "reach": 50})
    put(workspace, scenarios=(promotion, SIX[1]))
    found = differences(fresh(page))
    assert found.index.tolist() == ["Strategy", "From month", "Reach"]
    aside = [one.value for one in page.dataframe if "point" in one.value.columns][1]
    assert aside["mark"].eq("").all()
    assert (aside[["A", "B"]].eq("–").sum(axis=1) == 1).all()
    assert f"not all of them have ({len(aside)})" in page.expander[0].label
    assert aside["point"].iloc[0] == "Price promotion: Price cut"  # a decision


def test_a_cell_differs_from_the_first_one():
    frame, differ = compared({"A": rows(x=1, y=2), "B": rows(x=1, y=3), "C": rows(x=0, z=None)})
    assert frame["point"].tolist() == ["x", "y", "z"]
    assert differ["A"].tolist() == [False, False, False]
    assert differ["B"].tolist() == [False, True, False]
    assert differ["C"].tolist() == [True, True, True]
    assert frame["mark"].tolist() == ["≠", "≠", "≠"]
    assert frame["C"].tolist() == ["0", "–", "None"]


def test_phases_and_partners_stand_in_the_rows(page, workspace):
    mix = Scenario(
        strategy="price_promotion", also=(Action(strategy="price_promotion", start=2),),
        phases=Phases(stop_below=0.25),
    )  # fmt: skip
    put(workspace, scenarios=(mix, SIX[1]))
    found = differences(fresh(page))
    stop = found.loc["Phases: Stop if the pilot brings less, per 1 spent", ["A", "B"]]
    assert stop.tolist() == ["0.25", "–"]
    groups = {point.split(":")[0] for point in found.index if ":" in point}
    assert groups == {"Action 2", "Phases"}
    aside = [one.value for one in page.dataframe if "point" in one.value.columns][1]
    groups = {point.split(":")[0] for point in aside["point"]}
    assert groups == {"Price promotion", "Price promotion (2)", "Service recovery"}


def upload(page, text, name="x.json"):
    page.file_uploader[0].set_value((name, text.encode(), "application/json")).run()
    assert not page.exception, page.exception[0].message
    return page


def test_the_file_of_others_shows_its_own_numbers_and_ours(page, workspace):
    cells, study = world(workspace)
    theirs = study.change(
        draws=200, months=3, seed=9, general={"margin_share": Range(low=9, high=9)}
    )
    wanted = (SIX[2], SIX[4].model_copy(update={"name": "Theirs"}))
    text = to_json(cells, theirs, wanted)
    upload(page, text)
    found = table(page, "here")
    assert found["scenario"].tolist()[1] == "Theirs"
    own = outcomes(from_json(text).cells, theirs, wanted)
    assert found["gain_p50"].tolist() == own["gain_p50"].tolist()
    assert found["here"].tolist() == outcomes(cells, study, wanted)["gain_p50"].tolist()
    assert found["gain_p50"].tolist() != found["here"].tolist()
    assert "2 scenarios** over 3 months in 200 futures" in said(page)
    [shown] = [one for one in page.dataframe if "here" in one.value.columns]
    assert "Median gain over doing nothing after 3 months" in shown.proto.columns


def test_the_scenarios_of_a_file_are_added_and_the_settings_stay(page, workspace):
    _cells, study = world(workspace)
    upload(page, to_json(None, study.change(seed=9, months=3), [SIX[4]]))
    assert "Without cells" in said(page)
    assert "gain_p50" not in table(page, "here").columns
    page.button(key="scenarios_add").click().run()
    assert keys(workspace) == ["price_promotion", "service_recovery", "tiers"]
    assert (workspace.state().draft.seed, workspace.state().draft.months) == (study.seed, 6)
    workspace.undo(workspace.state().version)
    assert scenarios(workspace) == ()


def test_segments_that_are_not_here_are_said(page, workspace):
    _cells, study = world(workspace)
    elsewhere = Scenario(strategy="tiers", audience=Audience(segments=("vip <b>",)))
    upload(page, to_json(None, study, [elsewhere]))
    assert "not in these data" in said(page)
    assert "<b>" not in said(page).replace("\\<b\\>", "")


@pytest.mark.parametrize(
    ("theirs", "ours", "warned"),
    [("EU<R>", "CNY", True), ("CNY", "CNY", False), ("EUR", None, False), (None, "CNY", False)],
)
def test_another_currency_is_said(page, workspace, theirs, ours, warned):
    tables, meta = workspace.dataset().tables, {"source": "test", "currency": ours}
    workspace.import_tables(tables, meta=meta)
    _cells, study = world(workspace)
    upload(fresh(page), to_json(None, study, [SIX[4]], theirs))
    told = [one.value for one in page.warning if "nothing is converted" in one.value]
    assert len(told) == warned
    if warned:
        assert "EU\\<R\\>, these data are in CNY" in told[0]


@pytest.mark.parametrize(("months", "draws"), [(6, 100), (9, 100), (6, 200)])
def test_the_size_that_is_not_used_is_said(page, workspace, months, draws):
    _cells, study = world(workspace)
    upload(page, to_json(None, study.change(months=months, draws=draws), [SIX[4]]))
    other = f"the {months} months and {draws} futures of the file; your study has 6 and 100."
    assert (other in said(page)) == ((months, draws) != (6, 100))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"kind": "loyalty scenarios", "version": 2}'])
def test_a_nasty_file_is_refused_and_nothing_is_added(page, workspace, text):
    upload(page, text)
    assert "scenario file" in said(page).lower()
    assert not [one for one in page.button if one.key == "scenarios_add"]
    assert scenarios(workspace) == ()


def test_too_much_work_is_left_to_the_command_line(page, workspace, monkeypatch):
    monkeypatch.setattr("pages.parts.strategies.scenarios.brought.WORK", 1000)
    cells, study = world(workspace)
    upload(page, to_json(cells, study, [SIX[4]]))
    assert "python -m loyalty simulate" in said(page)
    assert "gain_p50" not in table(page, "here").columns


def test_more_than_can_be_kept_is_refused(page, workspace):
    put(workspace, scenarios=(SIX[0],) * 2)
    _cells, study = world(workspace)
    upload(fresh(page), to_json(None, study, [SIX[4]] * 99))
    page.button(key="scenarios_add").click().run()
    assert "at most 100 scenarios" in said(page)
    assert len(scenarios(workspace)) == 2


def test_the_download_is_a_file_with_and_without_cells(page, workspace, monkeypatch):
    taken = downloads(monkeypatch)
    fresh(page)
    without = taken["take_scenarios"][1]()
    page.toggle(key="scenario_file_cells").set_value(True).run()
    whole = taken["take_scenarios"][1]()
    cells, study = world(workspace)
    assert whole == to_json(cells, study, SIX[:2])
    assert without == to_json(None, study, SIX[:2])
    assert "fewer than ten customers" in said(page)
    customers = pd.read_parquet(workspace.dataset().tables["orders"])["customer_id"].unique()
    assert not [one for one in customers if str(one) in whole]
    assert json.loads(whole)["cells"]["table"]["customers"]


def downloads(monkeypatch):
    """What the page offers: key -> name of the file and what makes it."""
    found = {}

    def note(_label, data, file_name, key, **_look):
        found[key] = (file_name, data)

    monkeypatch.setattr("streamlit.download_button", note)
    return found


def figures(page, monkeypatch):
    """The files in the archive of figures, made where there is no session, as Streamlit does."""
    taken = downloads(monkeypatch)
    fresh(page)
    name, make = taken["take_figures"]
    assert name.startswith("loyalty-lab-figures-") and name.endswith(".zip")
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(make).result()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def test_the_figures_to_take_along_are_those_of_the_page(page, workspace, monkeypatch):
    named = SIX[0].model_copy(update={"name": "=Spring", "budget": 900})
    put(workspace, scenarios=(named, *SIX[1:]))
    told = pd.read_csv(io.BytesIO(figures(page, monkeypatch)["strategies.csv"])).iloc[1:]
    assert told["strategy"].tolist() == ["'=Spring", *KEYS[1:4]]
    assert told["budget"].iloc[0] == 900
    shown = everyone(page).loc[[1, 2, 3, 4]]
    for column, theirs in (("gain", "gain_p50"), ("gain_p05", "gain_p05"), ("cost", "cost")):
        assert told[column].tolist() == pytest.approx(shown[theirs].tolist())
    assert (100 * told["chance_to_win"]).tolist() == pytest.approx(shown["chance"].tolist())


def test_the_figures_are_the_files_of_the_command_line(page, workspace, monkeypatch):
    put(workspace, scenarios=SIX[:2])
    found = figures(page, monkeypatch)
    tables, study = engine.open_tables(workspace.dataset().tables), workspace.state().draft
    whole = outputs.files(outcome(tables, study, base_of(workspace)), [], Provenance())
    names = ["simulation.csv", "strategies.csv", "assumptions.csv", "backtest.csv"]
    assert list(found) == names
    for name in names:
        assert found[name] == whole[name], name
