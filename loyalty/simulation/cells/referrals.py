"""Word of mouth, measured: new customers who name another customer as the one who referred them."""

import narwhals as nw
import pandas as pd

from loyalty import engine
from loyalty.engine import Tables
from loyalty.rollup import CUSTOMER
from loyalty.simulation.cells.history import Ints, place

BY = "referred_by"


def count(tables: Tables, customers: pd.Series, at: Ints) -> int:
    """First-time customers of the months counted who were referred; 0 where nobody says so.

    `at` holds the cells of the `customers` (ids) at each month's end, see `History.snapshots`.
    """
    people = tables.get("customers")
    if people is None or BY not in people.collect_schema().names():
        return 0
    named = engine.arrow(people.filter(~nw.col(BY).is_null()).select(CUSTOMER, BY))
    who, by = place(named[CUSTOMER], customers), place(named[BY], customers)
    known = who[(who >= 0) & (by >= 0) & (who != by)]
    return int(((at[-1][known] < 0) & (at[0][known] >= 0)).sum())
