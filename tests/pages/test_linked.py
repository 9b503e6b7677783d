"""What was chosen for viewing stands in the link, and a new session (F5) shows it again."""

from datetime import date

import pytest
from pages.by_hand import AS_OF, show
from pages.lab import open_page

IN_LINK = {"w", "lang", "view"}


@pytest.fixture
def link(workspace, app):
    """Open the Segments page by a link with these parameters."""

    def open_(section, **params):
        app.query_params["w"] = workspace.id
        app.query_params["view"] = f"segments.{section}"
        for key, value in params.items():
            app.query_params[key] = value
        app.run()
        app.switch_page("segments.py").run()
        assert not app.exception, app.exception[0].message
        return app

    return open_


def noted(app) -> dict:
    found = {key: value for key, value in app.query_params.items() if key not in IN_LINK}
    return {key: value[0] if isinstance(value, list) else value for key, value in found.items()}


def test_a_profile_for_sharing_stays_one(opened):
    app = show(opened, "profile")
    app.pills(key="profile_segment").set_value("loyal").run()
    app.toggle(key="profile_shared").set_value(True).run()
    assert noted(app) == {"profile_segment": "loyal", "profile_shared": "on"}
    app.toggle(key="profile_shared").set_value(False).run()
    assert noted(app) == {"profile_segment": "loyal"}


def test_a_link_opens_the_profile_for_sharing(link):
    app = link("profile", profile_segment="loyal", profile_shared="on")
    assert app.pills(key="profile_segment").value == "loyal"
    assert app.toggle(key="profile_shared").value is True
    assert noted(app) == {"profile_segment": "loyal", "profile_shared": "on"}


def test_what_a_link_cannot_mean_is_ignored(link):
    app = link("profile", profile_segment="<b>none</b>", profile_shared="perhaps")
    assert app.pills(key="profile_segment").value != "<b>none</b>"
    assert app.toggle(key="profile_shared").value is False


def test_the_days_of_the_movement(opened):
    app = show(opened, "movement")
    app.select_slider[0].set_range(date(2024, 9, 30), date(2024, 11, 30)).run()
    assert noted(app) == {"movement_from": "2024-09-30", "movement_to": "2024-11-30"}
    assert show(app, "cohorts") and noted(app) == {}
    assert show(app, "movement").select_slider[0].value == (date(2024, 9, 30), date(2024, 11, 30))


@pytest.mark.parametrize(
    ("said", "first"), [("2024-09-30", date(2024, 9, 30)), ("2024-09-29", date(2024, 7, 31))]
)
def test_a_link_opens_the_movement_from_its_day(link, said, first):
    app = link("movement", movement_from=said, movement_to="no day")
    assert app.select_slider[0].value == (first, AS_OF)


def test_the_partner_of_a_comparison(link):
    app = link("compare", compare_with="scheme.value_bands")
    assert app.pills(key="compare_with").value == "scheme.value_bands"
    app.pills(key="compare_with").set_value("saved").run()
    assert noted(app) == {"compare_with": "saved"}


def test_measure_and_period_of_cohorts(link):
    app = link("cohorts", cohort_measure="repurchase", cohort_period="week")
    assert app.segmented_control(key="cohort_measure").value == "repurchase"
    assert app.segmented_control(key="cohort_period").value == "month"
    app.segmented_control(key="cohort_period").set_value("quarter").run()
    assert noted(app)["cohort_period"] == "quarter"


def look(app):
    """The letter of the scenario that the Strategies page looks at."""
    return app.pills(key="scenario").value


def go(app, section):
    return app.segmented_control(key="section_strategies").set_value(section).run()


def test_the_scenario_looked_at_is_one_for_all_sections(opened, workspace, monkeypatch):
    app = open_page(opened, workspace, monkeypatch)
    app.pills(key="scenario").set_value("B").run()
    assert noted(app)["scenario"] == "B"
    assert look(go(app, "mix")) == "B"
    go(app, "phases").pills(key="scenario").set_value("A").run()
    assert look(go(app, "lab")) == "A"
    app.pills(key="scenario").set_value("B").run()
    app.switch_page("segments.py").run()
    assert "scenario" not in noted(app)
    assert look(app.switch_page("strategies.py").run()) == "B"


def test_a_link_tells_the_scenario_to_every_section(app, workspace, monkeypatch):
    app.query_params["w"], app.query_params["scenario"] = workspace.id, "B"
    app.query_params["view"] = "strategies.mix"
    app = open_page(app.run(), workspace, monkeypatch)
    assert look(app) == "B"
    app.session_state["language"] = "zh_CN"
    app.switch_page("strategies.py").run()
    assert look(app) == "B"
    assert look(go(app, "lab")) == "B"
    assert noted(app)["scenario"] == "B"
