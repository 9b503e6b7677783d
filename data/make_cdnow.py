"""Write data/cdnow_sample.parquet from data/CDNOW_sample.txt, the same bytes every run.

    python -m data.make_cdnow

The text has no header and fixed columns: customer in the whole data set, customer in the sample,
date, number of CDs, dollars. One row is one purchase; several on one day stay several rows.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent
SOURCE = FOLDER / "CDNOW_sample.txt"
TARGET = FOLDER / "cdnow_sample.parquet"
SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "date": pa.timestamp("us"),
        "quantity": pa.int32(),
        "amount": pa.decimal128(12, 2),
    },
    metadata={"source": "Fader and Hardie, CDNOW 1/10th sample, as packaged in lifetimes (MIT)"},
)


def build() -> pa.Table:
    """The purchases in the order of the text file."""
    names = ["customer_id", "sample_id", "date", "quantity", "amount"]
    text = pd.read_csv(SOURCE, sep=r"\s+", header=None, names=names, dtype=str)
    date = pd.to_datetime(text["date"], format="%Y%m%d").astype("datetime64[us]")
    frame = text.assign(date=date, quantity=text["quantity"].astype("int32"))
    columns = {name: pa.array(frame[name], from_pandas=True) for name in SCHEMA.names}
    columns["amount"] = columns["amount"].cast(SCHEMA.field("amount").type)
    return pa.table({name: columns[name].cast(SCHEMA.field(name).type) for name in SCHEMA.names})


def write(path: Path = TARGET) -> None:
    """Write the Parquet file."""
    pq.write_table(build().cast(SCHEMA), path, compression="zstd", compression_level=15)


if __name__ == "__main__":
    write()
