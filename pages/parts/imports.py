"""Tables that were read become the data of the workspace, in one step that undo takes back."""

import datetime
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from loyalty import analysis, engine, ingest
from loyalty.problems import LoyaltyError, Problem
from loyalty.samples import Sample
from loyalty.store import Workspace
from loyalty.study import Study
from pages import _session as session
from pages._session import _


def adopt(
    tables: Mapping[str, Path], problems: Sequence[Problem], meta: Mapping[str, Any], name: str
) -> None:
    """Store the tables in the open workspace, or in a new one called `name`, and open it.

    New orders start a new study; other tables keep every choice. The first study is saved, so
    that movement is measured from the defaults.
    """
    found = session.workspace()
    study = _study(found, tables)
    found = found or _new(name)
    found.import_tables(tables, problems, meta, study=study)
    if found.state().saved is None or "orders" in tables:
        found.save(found.state().version)
    session.open_workspace(found.id)
    session.look()


def _study(found: Workspace | None, tables: Mapping[str, Path]) -> Study:
    """The draft for the tables that will be there: these, and those of other kinds as they are."""
    known = found.dataset() if found else None
    stay = dict(known.tables) if known else {}
    if "orders" in tables:
        stay.pop("lines", None)
    opened = engine.open_tables(stay | dict(tables))
    before = found.state().draft if found and known and "orders" not in tables else None
    day = analysis.default_day(opened, before.as_of if before else datetime.date.today())
    return analysis.study_for(analysis.base(opened, day), day, before)


def open_sample(sample: Sample) -> bool:
    """Read a sample into a workspace of its own; whether it worked."""
    session.open_workspace(None)
    with (
        st.status(_("Reading {name} …").format(name=_(sample.label)), expanded=True),
        tempfile.TemporaryDirectory() as folder,
    ):
        bar = st.progress(0.0)
        try:
            sources = [
                ingest.Source(path, path.name, ingest.Reading.model_validate(reading))
                for path, reading in sample.paths().items()
            ]
            found = ingest.read(
                sources, Path(folder), progress=lambda done, step: bar.progress(done, _(step))
            )
            adopt(found.tables, found.problems, _notes(sample, found), _(sample.label))
        except LoyaltyError as error:
            session.say(error)
            return False
    return True


def _notes(sample: Sample, found: ingest.Result) -> dict[str, Any]:
    return {
        "source": sample.label,
        "sample": sample.key,
        "licence": sample.licence,
        "origin": sample.source,
        "synthetic": sample.synthetic,
        "currency": found.currency,
        "rows": found.rows,
    }


def _new(name: str) -> Workspace:
    store = session.store()
    return store.open(store.create(session.owner(), name))
