"""What the tests of the Strategies page share: the page opened, and what a user reads and does."""

import json

from pages.conftest import base_of

from loyalty import engine, segmentation, simulation


def open_page(app, workspace, monkeypatch):
    """The Strategies page with few futures of one year, tested on few pasts."""
    monkeypatch.setattr("pages.parts.strategies.check.DRAWS", 100)
    put(workspace, draws=120, months=12)
    app.switch_page("strategies.py").run()
    assert not app.exception, app.exception[0].message
    return app


def open_section(app, workspace, monkeypatch, section, **choices):
    """One section of the page, with few futures of half a year."""
    monkeypatch.setattr("pages.parts.strategies.check.DRAWS", 100)
    put(workspace, **{"draws": 100, "months": 6} | choices)
    app.query_params["view"] = app.session_state["view"] = f"strategies.{section}"
    app.switch_page("strategies.py").run()
    assert not app.exception, app.exception[0].message
    return app


def cells(workspace):
    """The cells of the study, counted apart from the page."""
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    customers = segmentation.assign(base_of(workspace).customers, study)
    return simulation.cells(tables, customers, study)


def run(workspace, scenario):
    """A scenario simulated apart from the page: the result, and its gain at the end by draw."""
    result = simulation.run(cells(workspace), workspace.state().draft, [scenario])
    return result, result.gain(result.strategies[0])[-1]


def put(workspace, **choices):
    """Change the stored draft behind the page's back."""
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(**choices), state.version)


def texts(app):
    return [one.value for one in (*app.title, *app.markdown, *app.caption)]


def said(app):
    return " ".join([*texts(app), *(one.value for one in app.warning)])


def scenarios(workspace):
    return workspace.state().draft.scenarios


def decisions(app):
    return table(app, "regret").set_index("scenario")


def table(app, column):
    """The first table that has this column."""
    return next(one.value for one in app.dataframe if column in one.value.columns)


def rows(app):
    return app.data_editor[0].value.set_index("assumption")


def edit(app, label, **values):
    """Send what the browser sends when somebody types into a row of the table."""
    editor, states = app.data_editor[0], app._tree.get_widget_states()
    row = editor.value.index[editor.value["assumption"] == label][0]
    typed = {"edited_rows": {int(row): values}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=editor.proto.id, string_value=json.dumps(typed))
    app._run(states)
