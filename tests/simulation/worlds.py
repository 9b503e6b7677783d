"""Worlds whose truth is known: made orders, and cells written by hand."""

from datetime import date

import numpy as np
import pandas as pd

from loyalty.simulation import Cells
from loyalty.simulation.cells import Spread
from loyalty.study import Study

AS_OF = date(2024, 1, 1)
YEARLY_STAY = 0.68


def one_cell(stay: float, customers: int = 1_000, evidence: int = 10**9, **changes) -> Cells:
    """One cell of active customers and one of lapsed, who never come back; 1 order of 100."""
    stays, orders = stay * evidence, stay * evidence
    table = pd.DataFrame(
        {
            "segment": "everybody",
            "state": [0, 1],
            "order_band": 0,
            "recency_band": [0, 1],
            "life_cycle": ["active", "lost"],
            "value_band": "high",
            "active": [True, False],
            "customers": [customers, 0],
            "months_seen": [evidence, evidence],
            "stayed": [stays, 0],
            "orders": [orders, 0],
            "stay_prior": [stay, 1e-9],
            "orders_prior": [1.0, 1.0],
            "amount": 100.0,
            "amount_error": 0.0,
            "failed": [1.0, 0.0],
            "nps": np.nan,
            "nps_error": np.nan,
        }
    )
    known = {
        "stay_moves": np.array([[1.0, 0.0], [1.0, 0.0]]),
        "lapse_moves": np.array([[0.0, 1.0], [0.0, 1.0]]),
        "arrivals": np.zeros(12, dtype=int),
        "entry": np.array([1.0, 0.0]),
        "first_orders": 1.0,
        "first_amount": 100.0,
        "amount_noise": 0.0,
        "months": 12,
        "memory": 3.0,
        "spread": Spread(),
    }
    return Cells(table, **(known | changes))


def study(**choices) -> Study:
    """A study of 24 months, with few draws."""
    return Study(as_of=AS_OF, active_days=91).change(**{"draws": 400, "months": 24} | choices)


def monthly(yearly: float) -> float:
    """The monthly chance of staying that compounds to `yearly`."""
    return yearly ** (1 / 12)


def constant_hazard(months: int, seed: int = 3, arriving: int = 120) -> pd.DataFrame:
    """Orders of a world where 32 % leave a year and customers order at 1.2 a month till then.

    Columns customer, day (0 = first day); `arriving` new customers a month for `months` months.
    """
    rng = np.random.default_rng(seed)
    people = arriving * months
    first = rng.uniform(0, months * 30.4375, people)
    life = rng.exponential(365.25 / -np.log(YEARLY_STAY), people)
    gaps = rng.exponential(30.4375 / 1.2, (people, 150)).cumsum(axis=1)
    day = np.concatenate([first[:, None], first[:, None] + gaps], axis=1)
    held = (day - first[:, None] <= life[:, None]) & (day < months * 30.4375)
    customer = np.broadcast_to(np.arange(people)[:, None], day.shape)
    return pd.DataFrame({"customer": customer[held], "day": day[held]})
