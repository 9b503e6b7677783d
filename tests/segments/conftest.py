"""The shipped retailer, read once for all scheme tests."""

import pytest

from loyalty import analysis, engine, ingest, samples


@pytest.fixture(scope="session")
def retailer(tmp_path_factory) -> analysis.Base:
    """Its customers on the day after the last record."""
    sources = [
        ingest.Source(path, path.name, ingest.Reading(**reading))
        for path, reading in samples.BY_KEY["retailer"].paths().items()
    ]
    read = ingest.read(sources, tmp_path_factory.mktemp("retailer"))
    tables = engine.open_tables(read.tables)
    return analysis.base(tables, analysis.default_day(tables))
