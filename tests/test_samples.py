"""The catalogue of samples: complete, in order, and described."""

import hashlib

import pyarrow.parquet as pq
import pytest

from loyalty import samples
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
