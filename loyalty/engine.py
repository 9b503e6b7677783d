"""The query engine: the only file that names DuckDB.

Everything before `collect` is a lazy narwhals expression, so that Spark or a warehouse can take
over. What narwhals lacks on an engine is a named function here with a test against pandas.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

MEMORY = "3GB"
TEMPORARY = "20GB"
THREADS = 2

Tables = Mapping[str, nw.LazyFrame]


def connect(*folders: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that can read these folders and nothing else, its settings locked."""
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": MEMORY,
            "max_temp_directory_size": TEMPORARY,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "preserve_insertion_order": False,
        }
    )
    connection.execute("SET temp_directory = $path", {"path": str(folders[0] / "tmp")})
    allowed = [f"{folder}/" for folder in folders]
    connection.execute("SET allowed_directories = $paths", {"paths": allowed})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def open_tables(paths: Mapping[str, Path]) -> dict[str, nw.LazyFrame]:
    """Lazy tables over Parquet files, all on one connection that reads their folders only."""
    if not paths:
        return {}
    files = {name: path.resolve() for name, path in paths.items()}
    connection = connect(*dict.fromkeys(file.parent for file in files.values()))
    return {
        name: nw.from_native(connection.read_parquet(str(file))) for name, file in files.items()
    }


def collect(frame: nw.LazyFrame) -> pd.DataFrame:
    """Run a lazy frame and bring its rows back as pandas."""
    return frame.collect("pyarrow").to_native().to_pandas()


def arrow(frame: nw.LazyFrame) -> pa.Table:
    """Run a lazy frame and bring its rows back as Arrow: exact decimals, no copies."""
    table: pa.Table = frame.collect("pyarrow").to_native()
    return table
