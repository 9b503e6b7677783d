from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loyalty.store import Store, Workspace


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return store.open(store.create("ann", "Shop"))


@pytest.fixture
def table(tmp_path: Path):
    """A function that writes a small Parquet file of some customers."""

    def write(*customers: str) -> Path:
        path = tmp_path / f"incoming-{'-'.join(customers)}.parquet"
        pq.write_table(pa.table({"customer_id": list(customers)}), path)
        return path

    return write
