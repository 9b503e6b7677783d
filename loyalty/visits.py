"""Visits of customers to touchpoints: columns that rules may name, made when one does.

touchpoint.<name>   visits up to the day, 0 without any
felt.<name>         lowest feeling there, on the data's own scale; missing without any

Counted in the events alone, by their names exactly as in the data; a touchpoint nobody has visited
by the day has no column. A study names few of the many there are, so no others are counted.
"""

from collections.abc import Iterable
from datetime import date

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loyalty import engine, rollup
from loyalty.engine import Tables
from loyalty.rollup import CUSTOMER

VISITS, FELT = "touchpoint.", "felt."
OFFERED = 60
LARGEST = 1e9  # anything beyond is no feeling, as in `loyalty.journey.log`
KNOWN = ["touchpoint", "customers", "least", "most"]


def named(columns: Iterable[str]) -> tuple[str, ...]:
    """Those of the columns that are visits or feelings."""
    return tuple(name for name in columns if name.startswith((VISITS, FELT)))


def columns(tables: Tables, as_of: date, ids: pd.Series, names: Iterable[str]) -> pd.DataFrame:
    """(customers, names) floats in the order of `ids`, for those of `names` the events give."""
    wanted = {name: name.partition(".")[2] for name in named(names)}
    events = _events(tables, as_of)
    if events is None or not wanted:
        return pd.DataFrame(index=ids.index)
    here = events.filter(nw.col("touchpoint").is_in(sorted(set(wanted.values()))))
    rows = engine.arrow(
        here.group_by(CUSTOMER, "touchpoint").agg(visits=nw.len(), felt=nw.col("feeling").min())
    )
    place = pc.index_in(rows[CUSTOMER].cast(pa.string()), value_set=pa.array(ids, pa.string()))
    counted = rows.append_column("place", place).drop_columns(CUSTOMER)
    counted = counted.filter(pc.field("place").is_valid())
    by_name = {
        touchpoint: counted.filter(pc.field("touchpoint") == touchpoint)
        for touchpoint in set(wanted.values())
    }
    made = {
        column: _filled(by_name[touchpoint], column, len(ids))
        for column, touchpoint in wanted.items()
        if len(by_name[touchpoint])
    }
    return pd.DataFrame(made, index=ids.index)


def known(tables: Tables, as_of: date) -> pd.DataFrame:
    """touchpoint, customers, least and most feeling (missing without any) of the events.

    Only the `OFFERED` touchpoints with most customers, those first; of equals by name.
    """
    events = _events(tables, as_of)
    if events is None:
        return pd.DataFrame(columns=KNOWN)
    feeling = nw.col("feeling")
    found = engine.collect(
        events.group_by("touchpoint").agg(
            customers=nw.col(CUSTOMER).n_unique(), least=feeling.min(), most=feeling.max()
        )
    )
    order = found.sort_values(["customers", "touchpoint"], ascending=[False, True])
    return order.head(OFFERED).reset_index(drop=True)[KNOWN]


def _events(tables: Tables, as_of: date) -> nw.LazyFrame | None:
    """customer_id, touchpoint and feeling of the events until the day; None without a table."""
    found = rollup.until(tables, as_of).get("events")
    if found is None:
        return None
    has = "feeling" in found.collect_schema().names()
    score = nw.col("feeling") if has else nw.lit(None).cast(nw.Float64)
    feeling = nw.when(score.abs() <= LARGEST).then(score)
    rows = found.drop_nulls([CUSTOMER, "time", "touchpoint"])
    return rows.select(CUSTOMER, "touchpoint", feeling=feeling)


def _filled(rows: pa.Table, column: str, customers: int) -> np.ndarray:
    visits = column.startswith(VISITS)
    values = np.full(customers, 0.0 if visits else np.nan)
    values[rows["place"].to_numpy()] = rows["visits" if visits else "felt"].to_numpy()
    return values
