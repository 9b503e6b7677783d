"""Movement in time: the same rules on past days.

`replay` gives every customer's segment on each day, `movement` who moved between two of them,
`per_customer` each one's segment now and before, `rf_grid` recency by frequency on two days.
"""

from loyalty.replay.grid import grid_cuts, rf_grid
from loyalty.replay.history import (
    ARRIVED,
    ARRIVED_LABEL,
    History,
    at,
    month_ends,
    movement,
    per_customer,
    replay,
    sizes_over,
)
from loyalty.replay.past import Past, customers_at

__all__ = [
    "ARRIVED",
    "ARRIVED_LABEL",
    "History",
    "Past",
    "at",
    "customers_at",
    "grid_cuts",
    "month_ends",
    "movement",
    "per_customer",
    "replay",
    "rf_grid",
    "sizes_over",
]
