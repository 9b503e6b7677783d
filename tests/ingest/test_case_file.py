"""Closing events of a file: columns by their names, questions, refusals."""

from pathlib import Path

import pandas as pd
import parsing
import pytest

from loyalty import ingest
from loyalty.ingest import Reading
from loyalty.ingest.case_file import FIELDS
from loyalty.problems import Refused


@pytest.fixture
def read_apart(tmp_path):
    """Read content as a file of closing events, as the app does: in a process of its own."""
    return _reader(tmp_path)


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read content as a file of closing events in this process."""
    monkeypatch.setattr(ingest, "run", parsing.here)
    return _reader(tmp_path)


def _reader(folder: Path):
    def run(content: str | bytes, name: str = "closings.csv", **choices):
        path = folder / "upload"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return ingest.closings(path, name, Reading(**choices), folder / "out.parquet")

    return run


def rows(found) -> list[dict]:
    return found.rows.to_pandas().astype(object).to_dict("records")


def test_columns_are_found_by_english_and_chinese_names(read_apart):
    found = read_apart(
        "案例编号;客户;时间;状态;负责人;备注\ncase-1;00123;2024-03-01 10:00;已解决;李雷;=1+1\n"
    )
    assert rows(found) == [
        {
            "case_id": "case-1", "customer_id": "00123", "status": "已解决", "owner": "李雷",
            "note": "=1+1", "time": pd.Timestamp("2024-03-01 10:00"), "row": 2,
        }
    ]  # fmt: skip


def test_a_case_column_is_a_case_and_other_columns_are_left_out(read):
    found = read("Case ID,Closed at,Secret\n1,2024-03-01,x\n2,nonsense,y\n,2024-03-02,z\n")
    assert set(found.rows.column_names) == {"case_id", "time", "row"}
    assert found.rows["row"].to_pylist() == [2, 4]
    assert [(one.kind, one.count, one.rows) for one in found.problems] == [("rejected", 1, (3,))]


def test_every_column_is_told_with_what_it_was_taken_for(read):
    seen = read("Ticket,客户,Closed at,Closed at (UTC),Secret\n1,a,2024-03-01,2024-03-02,x\n").seen
    assert [(one.column, one.field) for one in seen.proposal] == [
        ("Ticket", "case_id"), ("客户", "customer_id"), ("Closed at", "time"),
        ("Closed at (UTC)", ""), ("Secret", ""),
    ]  # fmt: skip
    assert seen.preview == (("1", "a", "2024-03-01", "2024-03-02", "x"),)


def test_what_cannot_be_told_is_asked_first(read):
    text = "customer,time\na,02/03/2024\n"
    found = read(text)
    assert found.rows is None
    assert [question.option for question in found.seen.questions] == ["dates"]
    assert read(text, dates="mdy").rows["time"].to_pylist() == [pd.Timestamp("2024-02-03")]
    ragged = "customer,time\na,2024-03-01\na,2024-03-01,x\n"
    assert [one.option for one in read(ragged).seen.questions] == ["ragged"]
    skipped = read(ragged, ragged="skip")
    assert len(skipped.rows) == 1 and [one.count for one in skipped.problems] == [1]


def test_a_workbook_gives_the_same_rows(read, tmp_path):
    frame = pd.DataFrame({"customer": ["a"], "time": [pd.Timestamp("2024-03-01 10:00")]})
    frame.to_excel(tmp_path / "book.xlsx", index=False)
    found = read((tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    assert rows(found) == [{"customer_id": "a", "time": pd.Timestamp("2024-03-01 10:00"), "row": 2}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        ("time,status\n2024-03-01,solved\n", "need a column for the case or the customer"),
        ("customer,status\na,solved\n", "need a column for the case or the customer"),
        (b"PK\x03\x04" + bytes(200), "closings.csv"),
        (b"\x80\x04\x95" + bytes(50), "closings.csv"),
        ("<!doctype html><html></html>", "closings.csv"),
        ("customer,time\n" + "a,2024-03-01\n" * 100_001, "100000 closing events"),
    ],
)
def test_what_is_no_such_table_is_refused_plainly(read, content, said, tmp_path):
    with pytest.raises(Refused, match=said):
        read(content)
    assert not (tmp_path / "out.parquet").exists()


def test_no_two_fields_share_a_first_name():
    names = [field.name for field in FIELDS]
    assert names == ["case_id", "customer_id", "time", "status", "owner", "note"]
