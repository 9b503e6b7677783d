"""CDNOW_sample: the script reproduces the shipped file; figures as published."""

from decimal import Decimal

import pandas as pd

from data import make_cdnow


def test_the_script_writes_the_shipped_bytes(tmp_path):
    make_cdnow.write(tmp_path / "again.parquet")
    assert (tmp_path / "again.parquet").read_bytes() == make_cdnow.TARGET.read_bytes()


def test_every_line_of_the_text_is_a_row():
    lines = make_cdnow.SOURCE.read_text().splitlines()
    rows = pd.read_parquet(make_cdnow.TARGET)
    assert len(lines) == len(rows) == 6919
    assert rows["customer_id"].nunique() == 2357
    assert lines[0].split() == ["00004", "0001", "19970101", "2", "29.33"]
    first = rows.iloc[0]
    assert (first["customer_id"], str(first["date"].date()), str(first["amount"])) == (
        "00004", "1997-01-01", "29.33",
    )  # fmt: skip
    assert sum(Decimal(line.split()[4]) for line in lines) == rows["amount"].sum()
