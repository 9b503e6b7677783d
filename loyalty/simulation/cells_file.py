"""Cells as plain data for a file, and back: the same numbers to the last bit.

Cells are counts and rates of groups of customers, no customer; a group may be small, and `small`
says how many are. What comes back is checked, because the file may be of any origin: every number
is finite and within its bounds, there is one value for each cell, and shares add up to 1.
"""

from typing import Annotated, Any, Self

import numpy as np
import pandas as pd
from pydantic import ConfigDict, Field

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation.cells import Cells, Spread
from loyalty.simulation.cells.division import MOST_CELLS
from loyalty.simulation.cells.drift import Drift
from loyalty.study import Range
from loyalty.study.base import Key, Record
from loyalty.study.scenarios import Band, State

SMALL = 10  # customers
TOLERANCE = 1e-6

LENGTH = mark("The scenario file cannot be used: “{name}” must have {count} values, one a cell.")
SHARES = mark("The scenario file cannot be used: the shares in “{name}” do not add up to 1.")
MONTHS = mark("The scenario file cannot be used: “arrivals” must have one value for each month.")
STATES = mark("The scenario file cannot be used: its cells are not in the order of their states.")
RATES = mark("The scenario file cannot be used: cells of one state differ in “{name}”.")
REFERRED = mark("The scenario file cannot be used: more customers were referred than came.")
STAYED = mark("The scenario file cannot be used: more customers stayed than were seen.")

Count = Annotated[int, Field(ge=0, le=10**12)]
Place = Annotated[int, Field(ge=0, le=10_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]
Inside = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
Money = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Size = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Score = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
OF_STATE = (
    "order_band", "recency_band", "life_cycle", "value_band", "active", "state_customers",
    "months_seen", "stayed", "orders", "stay_prior", "orders_prior", "failed", "nps", "nps_error",
)  # fmt: skip


class _Strict(Record):
    """A number in quotes is no number."""

    model_config = ConfigDict(strict=True)


class Table(_Strict):
    """`Cells.table` by column; null where the net promoter score is unknown."""

    segment: Annotated[tuple[Key, ...], Field(min_length=1, max_length=MOST_CELLS)]
    state: tuple[Place, ...]
    order_band: tuple[Place, ...]
    recency_band: tuple[Place, ...]
    life_cycle: tuple[State, ...]
    value_band: tuple[Band, ...]
    active: tuple[bool, ...]
    customers: tuple[Count, ...]
    share: tuple[Share, ...]
    state_customers: tuple[Count, ...]
    months_seen: tuple[Count, ...]
    stayed: tuple[Count, ...]
    orders: tuple[Count, ...]
    stay_prior: tuple[Inside, ...]
    orders_prior: tuple[Positive, ...]
    amount: tuple[Money, ...]
    amount_error: tuple[Money, ...]
    failed: tuple[Money, ...]
    nps: tuple[Score | None, ...]
    nps_error: tuple[Money | None, ...]


class DriftOf(_Strict):
    """`loyalty.simulation.cells.drift.Drift`."""

    now: Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]
    error: Size
    noise: Size
    step: Size
    sure: Positive


class SpreadOf(_Strict):
    """`loyalty.simulation.cells.Spread`."""

    stay: DriftOf
    orders: DriftOf
    arrivals: DriftOf


class CellsOf(_Strict):
    """`Cells` as they stand in a file."""

    table: Table
    stay_moves: tuple[tuple[Share, ...], ...]
    lapse_moves: tuple[tuple[Share, ...], ...]
    entry: tuple[Share, ...]
    arrivals: tuple[Count, ...]
    first_orders: Annotated[float, Field(ge=1, le=1e6, allow_inf_nan=False)]
    first_amount: Money
    amount_noise: Money
    months: Annotated[int, Field(ge=1, le=120)]
    memory: Positive
    spread: SpreadOf
    measured: dict[Key, Range]
    referred: Count = 0

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """The cells as plain data."""
        plain: dict[str, Any] = {name: getattr(cells, name) for name in cls.model_fields}
        for name in ("stay_moves", "lapse_moves", "entry", "arrivals"):
            plain[name] = _tuples(plain[name].tolist())
        spread = {name: vars(getattr(cells.spread, name)) for name in SpreadOf.model_fields}
        return cls.model_validate(plain | {"table": _columns(cells.table), "spread": spread})

    def cells(self) -> Cells:
        """The cells to simulate on; Refused when their parts do not fit together."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        spread = {name: Drift(**dict(getattr(self.spread, name))) for name in SpreadOf.model_fields}
        table = self._table()
        plain |= {
            "table": table,
            "stay_moves": self._moves("stay_moves", len(table)),
            "lapse_moves": self._moves("lapse_moves", len(table)),
            "entry": _shares("entry", np.array(self.entry), (len(table),)),
            "arrivals": np.array(self.arrivals, dtype=np.int64),
            "spread": Spread(**spread),
        }
        if len(self.arrivals) != self.months:
            raise Refused(MONTHS)
        if self.referred > sum(self.arrivals):
            raise Refused(REFERRED)
        return Cells(**plain)

    def _table(self) -> pd.DataFrame:
        columns, count = dict(self.table), len(self.table.segment)
        for name, values in columns.items():
            if len(values) != count:
                raise Refused(LENGTH, name=name, count=count)
        unknown = {name: np.array(columns[name], dtype=float) for name in ("nps", "nps_error")}
        table = pd.DataFrame({name: list(values) for name, values in columns.items()} | unknown)
        if not table["state"].is_monotonic_increasing:
            raise Refused(STATES)
        states = table.groupby("state")
        for name in OF_STATE:
            if (states[name].nunique(dropna=False) > 1).any():
                raise Refused(RATES, name=name)
        if (table["stayed"] > table["months_seen"]).any():
            raise Refused(STAYED)
        return table

    def _moves(self, name: str, count: int) -> np.ndarray:
        rows = getattr(self, name)
        if len(rows) != count or any(len(row) != count for row in rows):
            raise Refused(LENGTH, name=name, count=count)
        return _shares(name, np.array(rows), (count, count))


def small(cells: Cells) -> int:
    """How many cells hold customers, but fewer than ten."""
    customers = cells.table["customers"]
    return int(((customers > 0) & (customers < SMALL)).sum())


def _columns(table: pd.DataFrame) -> dict[str, tuple[Any, ...]]:
    """Each column as plain values, NaN as None."""
    found: dict[str, tuple[Any, ...]] = {}
    for name in Table.model_fields:
        column = table[name].astype(object)
        found[name] = tuple(column.where(table[name].notna(), None).tolist())
    return found


def _shares(name: str, values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if values.shape != shape:
        raise Refused(LENGTH, name=name, count=shape[0])
    if np.abs(values.sum(axis=-1) - 1).max() > TOLERANCE:
        raise Refused(SHARES, name=name)
    return values


def _tuples(values: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(one) if isinstance(one, list) else one for one in values)
