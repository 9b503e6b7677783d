"""The command over the Complete Journey extract and the retailer, and what it wrote."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from loyalty import analysis, cli, engine, ingest

ROOT = Path(__file__).parents[2]
JOURNEY, RETAILER = ROOT / "tests" / "data" / "complete_journey", ROOT / "data" / "retailer"
FILES = {
    "journey": {
        "orders": JOURNEY / "transactions.parquet", "customers": JOURNEY / "demographics.parquet",
    },
    "retailer": {
        name: RETAILER / f"{name}.parquet" for name in ("orders", "customers", "events", "answers")
    },
}  # fmt: skip
DAYS = {"journey": date(2018, 1, 1), "retailer": date(2026, 7, 1)}
QUICK = {"months": 1, "draws": 100, "scenarios": [{}]}


def command(data: str, out: Path, *words: str) -> int:
    """Run the command over a data set; its exit code."""
    files = [f"--{table}={path}" for table, path in FILES[data].items()]
    return cli.main(["run", *files, "--out", str(out), *words])


def run(data: str, folder: Path, choices: dict, *words: str) -> SimpleNamespace:
    """Run a study of these choices; what stands in the files."""
    folder.mkdir(parents=True, exist_ok=True)
    study = folder / "given.json"
    study.write_text(json.dumps(QUICK | {"as_of": str(DAYS[data])} | choices))
    assert command(data, folder / "out", "--study", str(study), *words) == 0
    return written(folder / "out")


def written(out: Path) -> SimpleNamespace:
    """The results in a folder."""
    return SimpleNamespace(
        out=out,
        study=json.loads((out / "study.json").read_text()),
        customers=pd.read_parquet(out / "customers.parquet"),
        segments=pd.read_csv(out / "segments.csv"),
        weights=pd.read_csv(out / "weights.csv"),
    )


def base(data: str, folder: Path) -> SimpleNamespace:
    """The data set read without the command: tables, and one row per customer on its day."""
    sources = [
        ingest.Source(path, path.name, ingest.Reading(table=table))
        for table, path in FILES[data].items()
    ]
    tables = engine.open_tables(ingest.read(sources, folder).tables)
    return SimpleNamespace(tables=tables, found=analysis.base(tables, DAYS[data]))
