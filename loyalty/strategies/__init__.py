"""What a business can do, in display order. How to add one: `loyalty.strategies.base`."""

from loyalty.strategies import do_nothing, points_tiers, price_promotion, service_recovery
from loyalty.strategies.base import GRADES, Assumption, Baseline, Effect, Points, Strategy

CATALOGUE: tuple[Strategy, ...] = (
    do_nothing.STRATEGY,
    price_promotion.STRATEGY,
    points_tiers.STRATEGY,
    service_recovery.STRATEGY,
)
BY_KEY = {one.key: one for one in CATALOGUE}

__all__ = [
    "BY_KEY",
    "CATALOGUE",
    "GRADES",
    "Assumption",
    "Baseline",
    "Effect",
    "Points",
    "Strategy",
]
