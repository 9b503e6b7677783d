"""The catalogue of samples: complete, in order, described, and read without a question."""

import hashlib
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from loyalty import ingest, samples
from loyalty.problems import Unavailable
from loyalty.schema import TABLES

ONLINE_RETAIL = "399de155a1c07e4b"


def test_order():
    assert list(samples.BY_KEY) == ["retailer", "cdnow", "online_retail"]


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.key)
def test_every_sample_says_what_it_is_and_maps_columns_that_exist(sample):
    assert all((sample.label, sample.about, sample.source, sample.licence))
    assert sample.about.endswith(".")
    for path, reading in sample.paths().items():
        names = pq.read_schema(path).names
        fields = TABLES[reading["table"]].names
        assert set(reading.get("mapping", {})) <= set(names)
        assert set(reading.get("mapping", {}).values()) <= {*fields, ""}


def test_only_the_retailer_is_synthetic_and_its_name_says_so():
    assert [sample.key for sample in samples.SAMPLES if sample.synthetic] == ["retailer"]
    assert "synthetic" in samples.BY_KEY["retailer"].label


def test_online_retail_is_the_file_as_published():
    (path,) = samples.BY_KEY["online_retail"].paths()
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(ONLINE_RETAIL)
    assert pq.read_metadata(path).num_rows == 541_909


def test_a_missing_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(samples, "FOLDER", tmp_path)
    with pytest.raises(Unavailable, match=r"cdnow_sample\.parquet"):
        samples.BY_KEY["cdnow"].paths()


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> dict[str, ingest.Result]:
    """Every sample read as the page reads it; a question left open would be refused."""
    return {
        sample.key: ingest.read(
            [
                ingest.Source(path, path.name, ingest.Reading(**reading))
                for path, reading in sample.paths().items()
            ],
            tmp_path_factory.mktemp(sample.key),
        )
        for sample in samples.SAMPLES
    }


def ask(sql: str, **files: Path) -> tuple:
    """One row of SQL over Parquet files, by DuckDB alone."""
    for name, path in files.items():
        sql = sql.replace(f"${name}", f"read_parquet('{path}')")
    return duckdb.execute(sql).fetchone()


def count(result: ingest.Result, kind: str) -> dict[str, int]:
    """Column -> how many rows a finding of this kind concerns."""
    return {one.column: one.count for one in result.problems if one.kind == kind}


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.key)
def test_nothing_has_to_be_asked_even_without_our_settings(sample):
    for path, reading in sample.paths().items():
        found = ingest.inspect(path, path.name)
        assert not found.questions
        assert found.table == reading["table"]
        assert {
            match.column: match.field
            for match in found.proposal
            if match.column in reading.get("mapping", {})
        } == reading.get("mapping", {})


def test_online_retail_gives_the_published_customers_and_an_independent_spend(read):
    found = read["online_retail"]
    (path,) = samples.BY_KEY["online_retail"].paths()
    customers, spend, without = ask(
        "SELECT count(DISTINCT CustomerID), sum(Quantity * UnitPrice::DECIMAL(18, 4))"
        " FILTER (CustomerID IS NOT NULL), count(*) FILTER (CustomerID IS NULL) FROM $file",
        file=path,
    )
    assert (customers, spend, without) == (4372, Decimal("8300065.814"), 135_080)
    stored = "SELECT count(DISTINCT customer_id), sum(amount) FROM $orders"
    assert ask(stored, **found.tables) == (customers, spend)
    assert count(found, "rejected") == {"CustomerID": without}


def test_cdnow_gives_every_customer_and_all_money(read):
    found = read["cdnow"]
    (path,) = samples.BY_KEY["cdnow"].paths()
    lines, customers, days, spend = ask(
        "SELECT count(*), count(DISTINCT customer_id), count(DISTINCT (customer_id, date)),"
        " sum(amount) FROM $file",
        file=path,
    )
    assert (lines, customers) == (6919, 2357)
    stored = "SELECT sum(lines), count(DISTINCT customer_id), count(*), sum(amount) FROM $orders"
    assert ask(stored, **found.tables) == (lines, customers, days, spend)


def test_the_retailer_gives_what_is_in_its_files(read):
    found = read["retailer"]
    files = {path.stem: path for path in samples.BY_KEY["retailer"].paths()}
    assert ask(
        "SELECT count(*), count(DISTINCT customer_id), sum(amount), sum(margin), sum(discount),"
        " count_if(is_return) FROM $orders",
        **found.tables,
    ) == ask(
        "SELECT count(DISTINCT order_id), count(DISTINCT customer_id), sum(quantity * unit_price),"
        " sum(quantity * (unit_price - unit_cost)), sum(discount),"
        " count(DISTINCT order_id) FILTER (returned) FROM $orders",
        **files,
    )
    for name in ("customers", "events", "answers", "campaigns"):
        rows = f"SELECT count(*) FROM ${name}"
        assert ask(rows, **found.tables) == ask(rows, **files)
    assert found.currency == "CNY"
    assert not count(found, "rejected") and not count(found, "coerced")
