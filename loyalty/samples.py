"""The samples that stand one click away, and how their files are read.

The files lie in ``data/`` beside the package; ``data/README.md`` says where each comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loyalty.language import mark
from loyalty.problems import Unavailable

FOLDER = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Sample:
    """One sample.

    Attributes:
        key: its code, also in the note of where a dataset came from.
        label, about: its name and one sentence, marked for translation.
        files: path in the data folder -> settings of `loyalty.ingest.Reading`.
        synthetic: whether its rows are invented, which every export says.
        source: who made it. licence: under which terms we ship it.
    """

    key: str
    label: str
    about: str
    files: Mapping[str, Mapping[str, Any]]
    synthetic: bool
    source: str
    licence: str

    def paths(self) -> dict[Path, Mapping[str, Any]]:
        """File on this machine -> its reading settings; Unavailable when one is not there."""
        found = {FOLDER / file: reading for file, reading in self.files.items()}
        missing = [path.name for path in found if not path.is_file()]
        if missing:
            raise Unavailable(
                mark(
                    "The sample file {file} is not installed. Run the app from a copy of the "
                    "project, which holds the samples in its folder data."
                ),
                file=missing[0],
            )
        return found


RETAILER_TABLES = ("customers", "orders", "events", "answers", "campaigns")

SAMPLES = (
    Sample(
        key="retailer",
        label=mark("Audio-visual retailer (synthetic)"),
        about=mark(
            "Invented: 5,200 people, 36 months of orders, touchpoints with feelings, survey "
            "answers, referrals and campaigns; effects are planted in it so that you can find them."
        ),
        files={f"retailer/{name}.parquet": {"table": name} for name in RETAILER_TABLES},
        synthetic=True,
        source="Orvane, an invented retailer; python -m data.make_retailer",
        licence="MIT",
    ),
    Sample(
        key="cdnow",
        label=mark("CDNOW music store"),
        about=mark("Real: 6,919 purchases of 2,357 customers of an online music store, 1997-98."),
        files={
            "cdnow_sample.parquet": {
                "table": "orders",
                "mapping": {
                    "customer_id": "customer_id",
                    "date": "time",
                    "quantity": "quantity",
                    "amount": "amount",
                },
            }
        },
        synthetic=False,
        source="Fader and Hardie, CDNOW 1/10th sample, as packaged in lifetimes",
        licence="MIT",
    ),
    Sample(
        key="online_retail",
        label=mark("Online Retail"),
        about=mark(
            "Real: 541,909 invoice lines of a British gift shop, 2010-11, with cancellations and "
            "lines without customer."
        ),
        files={
            "Online_Retail.parquet": {
                "table": "orders",
                "mapping": {
                    "InvoiceNo": "order_id",
                    "StockCode": "product",
                    "Description": "",
                    "Quantity": "quantity",
                    "InvoiceDate": "time",
                    "UnitPrice": "unit_price",
                    "CustomerID": "customer_id",
                    "Country": "",
                },
            }
        },
        synthetic=False,
        source="Chen, D. (2015). Online Retail [Dataset]. UCI Machine Learning Repository. "
        "https://doi.org/10.24432/C5BW33",
        licence="CC BY 4.0",
    ),
)
BY_KEY = {sample.key: sample for sample in SAMPLES}
