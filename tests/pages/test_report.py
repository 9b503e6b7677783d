"""Report: files that are made outside the page's run, a preview, and a study brought back."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest
import streamlit as st

from loyalty import analysis, engine, ingest
from loyalty.outcome import customer_table
from loyalty.problems import Problem
from loyalty.study import from_json

PROBLEM = Problem("rejected", "Not a date.", "a.csv", "When", 2, (3, 4), ("=x",), {})


@pytest.fixture
def offered(monkeypatch):
    """The downloads the page offers: file name -> what makes the file."""
    found = {}

    def note(_label, data, file_name, **_look):
        found[file_name] = data

    monkeypatch.setattr(st, "download_button", note)
    return found


@pytest.fixture
def page(opened, workspace, offered):
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(draws=300, months=6), state.version)
    return show(opened)


def show(app):
    app.switch_page("report.py").run()
    assert not app.exception, app.exception[0].message
    return app


def made(offered, kind: str, ending: str):
    """The content of a file, made in a thread without a session, as Streamlit does."""
    [make] = [
        make for name, make in offered.items() if kind in name and name.endswith(f".{ending}")
    ]
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(make).result()


def expected(workspace) -> pd.DataFrame:
    study, tables = workspace.state().draft, engine.open_tables(workspace.dataset().tables)
    return customer_table(analysis.results(analysis.base(tables, study.as_of), study))


def test_without_data_the_page_says_where_they_come_from(app):
    show(app)
    assert app.title[0].value == "What can be taken away?"
    assert not app.file_uploader


def test_the_answer_counts_what_is_ready(page):
    assert page.title[0].value == (
        "60 customers with index, level and segment are ready to take away."
    )


def test_customers_for_spreadsheets_and_for_systems(page, offered, workspace):
    wanted = expected(workspace)
    sheet = pd.read_csv(io.BytesIO(made(offered, "customers", "csv")), dtype={"customer_id": str})
    system = pd.read_parquet(io.BytesIO(made(offered, "customers", "parquet")))
    for found in (sheet, system):
        assert list(found) == list(wanted)
        assert found["customer_id"].tolist() == wanted["customer_id"].tolist()
        assert found["segment"].tolist() == wanted["segment"].astype(str).tolist()
        assert found["spend"].tolist() == wanted["spend"].tolist()


def test_exported_customers_can_be_imported_again(page, offered, workspace, tmp_path):
    wanted = expected(workspace)
    for ending in ("csv", "parquet"):
        path = tmp_path / f"again.{ending}"
        path.write_bytes(made(offered, "customers", ending))
        seen = ingest.inspect(path, path.name)
        assert (seen.table, seen.questions, seen.rows) == ("customers", (), len(wanted))
        read = ingest.read([ingest.Source(path, path.name)], tmp_path / ending)
        back = pq.read_table(read.tables["customers"])
        assert back["customer_id"].to_pylist() == wanted["customer_id"].tolist()


def test_the_problem_list_is_safe_for_a_spreadsheet(opened, workspace, offered):
    workspace.import_tables(workspace.dataset().tables, [PROBLEM], {"source": "test"})
    show(opened)
    [row] = pd.read_csv(io.BytesIO(made(offered, "problems", "csv"))).to_dict("records")
    assert (row["examples"], row["rows"], row["count"]) == ("'=x", "3 4", 2)
    assert row["text"] == "Not a date."


def test_the_summary_is_the_one_in_the_preview(page, offered):
    text = made(offered, "summary", "html")
    assert text.startswith("<!doctype html>")
    assert "20 of 60 customers are active (33%)." in text
    page.toggle[0].set_value(True).run()
    [frame] = page.get("iframe")
    assert frame.proto.srcdoc == text


def test_invented_data_are_called_so_in_every_file(opened, workspace, offered):
    tables = workspace.dataset().tables
    workspace.import_tables(tables, meta={"source": "test", "synthetic": True})
    show(opened)
    assert all(name.startswith("loyalty-lab-synthetic-") for name in offered)
    content = io.BytesIO(made(offered, "customers", "parquet"))
    assert pq.read_schema(content).metadata[b"synthetic"] == b"yes"
    assert "Synthetic data: no customer" in made(offered, "summary", "html")


def upload(page, text: bytes):
    page.file_uploader[0].upload("study.json", text)
    page.run()
    [button] = [one for one in page.button if one.label == "Apply this study"]
    button.click().run()
    assert not page.exception, page.exception[0].message


def test_a_study_comes_back_in_one_step(page, offered, workspace):
    before = workspace.state()
    given = from_json(made(offered, "study", "json"))
    assert given == before.draft
    upload(page, given.change(months=12, thresholds={"high_spend": 7}).to_json().encode())
    now = workspace.state()
    assert (now.draft.months, now.draft.thresholds["high_spend"]) == (12, 7)
    assert now.draft.thresholds.keys() == before.draft.thresholds.keys()
    assert workspace.undo(now.version).draft == before.draft


def test_a_study_of_another_day_is_completed_for_that_day(page, workspace):
    upload(page, b'{"as_of": "2024-12-01"}')
    draft = workspace.state().draft
    assert draft.as_of == date(2024, 12, 1)
    assert draft.scale and draft.segments


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"no json", "study file cannot be used"),
        (b'{"as_of": "2024-12-01", "indicators": ["charm"]}', "“charm”"),
        (b'{"as_of": "1999-12-01"}', "No row of these data"),
    ],
)
def test_a_study_that_cannot_be_used_changes_nothing(page, workspace, text, said):
    before = workspace.state()
    upload(page, text)
    assert said in page.warning[0].value.replace("\\", "")
    assert workspace.state() == before
