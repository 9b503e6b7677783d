"""Tables that were read become the data of the workspace, in one step that undo takes back."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from loyalty import analysis, engine, ingest
from loyalty.problems import LoyaltyError, Problem
from loyalty.samples import Sample
from loyalty.store import Workspace
from pages import _session as session
from pages._session import _


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
