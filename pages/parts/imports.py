"""Tables that were read become the data of the workspace, in one step that undo takes back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from loyalty import analysis, engine
from loyalty.problems import Problem
from loyalty.store import Workspace
from pages import _session as session


def adopt(
    tables: Mapping[str, Path], problems: Sequence[Problem], meta: Mapping[str, Any], name: str
) -> None:
    """Store the tables in the open workspace, or in a new one called `name`, and open it.

    New orders start a new study; other tables keep every choice. The first study is saved, so
    that movement is measured from the defaults.
    """
    found = session.workspace() or _new(name)
    before = found.state().draft if found.dataset() and "orders" not in tables else None
    known = found.dataset()
    opened = engine.open_tables({**(known.tables if known else {}), **tables})
    day = analysis.default_day(opened)
    study = analysis.study_for(analysis.base(opened, day), day, before)
    found.import_tables(tables, problems, meta, study=study)
    if before is None:
        found.save(found.state().version)
    session.open_workspace(found.id)
    session.look()


def _new(name: str) -> Workspace:
    store = session.store()
    return store.open(store.create(session.owner(), name))
