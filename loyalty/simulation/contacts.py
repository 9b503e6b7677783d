"""The contact limit: what a customer would get beyond it is not sent.

It holds for each customer who is contacted, not for the average one. An action contacts a share of
every cell; whom, has nothing to do with whom the others contact. Of a customer who would get more
than the limit from all that contact him, each of them leaves out the same share. An action acts by
its contacts, so its weight in the cell is cut by what is left out of them on average.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from loyalty.strategies.base import Array

if TYPE_CHECKING:
    from loyalty.simulation.actions import Placed

DIGITS = 9  # to which numbers of contacts are the same


def within(placed: "list[Placed]", limit: float | None) -> "list[Placed]":
    """The effects with their weights cut to the limit, in contacts a month."""
    asking = [number for number, one in enumerate(placed) if one.effect.contacts is not None]
    if limit is None or not asking:
        return placed
    each = [_each(placed[number]) for number in asking]
    shares = [_contacted(placed[number], one) for number, one in zip(asking, each, strict=True)]
    found = list(placed)
    for place, number in enumerate(asking):
        one, others = placed[number], [*range(place), *range(place + 1, len(asking))]
        sent = made(each[place], [(each[other], shares[other]) for other in others], limit)
        found[number] = replace(one, weight=(one.weight * sent).astype(np.float32))
    return found


def made(each: float, others: list[tuple[float, Array]], limit: float) -> Array | float:
    """Share of its contacts that an action makes, which would send `each` to a customer.

    `others` send so many, each to a share of the customers, independently.
    """
    totals: dict[float, Array | float] = {each: 1.0}
    for more, share in others:
        grown: dict[float, Array | float] = {}
        for total, chance in totals.items():
            both = round(total + more, DIGITS)
            grown[total] = grown.get(total, 0.0) + chance * (1 - share)
            grown[both] = grown.get(both, 0.0) + chance * share
        totals = grown
    cut = {total: min(1.0, limit / max(total, 1e-12)) for total in totals}
    return sum((chance * cut[total] for total, chance in totals.items()), 0.0)


def _each(one: "Placed") -> float:
    each = one.effect.contacts_each
    return 1.0 if each is None else round(float(np.mean(each)), DIGITS)


def _contacted(one: "Placed", each: float) -> Array:
    """Share of each cell that it contacts in each month, (months, cells, 1)."""
    found = np.zeros(one.weight.shape)
    for month in range(one.start, len(found)):
        change = one.at(one.effect.contacts, month, slice(None))
        if change is not None:
            found[month] = change.mean(axis=-1, keepdims=True) * one.weight[month]
    return np.clip(found / max(each, 1e-12), 0, 1)
