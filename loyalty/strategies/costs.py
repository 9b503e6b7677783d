"""Costs that several strategies reckon alike: set-up, running, messages, shares of an order.

What is bought once for all (development, systems, a team) is paid in full at any reach; media and
field work are bought for those reached, and so a pilot pays a part of them.
"""

import numpy as np

from loyalty.language import mark
from loyalty.strategies.base import Array, Assumption, Baseline, Draws, Span

IN_FULL = mark("Paid in full at any reach: a pilot pays all of it.")
BY_REACH = mark("Grows with the reach: a pilot of 10 % pays a tenth of it.")


def fixed(draws: Draws, base: Baseline, span: Span) -> Array:
    """Set-up in the first month and running cost while it runs, in money; (months, 1, draws)."""
    paid = span.running() * draws["running"]
    return beginning(draws, base, span) + paid / 100 * base.monthly_sales


def beginning(draws: Draws, base: Baseline, span: Span) -> Array:
    """Set-up in the first month, in money; (months, 1, draws)."""
    return span.beginning() * draws["set_up"] / 100 * base.monthly_sales


def by_cell(money: Array, base: Baseline) -> Array:
    """Money per draw, shared among the cells like today's active customers; (cells, draws)."""
    active = np.where(base.active, base.customers, 0.0)[:, None]
    return active / max(active.sum(), 1e-12) * money


def of_order(draws: Draws, key: str, base: Baseline) -> Array:
    """The assumption `key`, a percentage of an average order, in money; per draw."""
    return draws[key] / 100 * base.order_value


def set_up(low: float, high: float) -> Assumption:
    """What it takes to begin, with its 90 % range."""
    return Assumption(
        key="set_up",
        label=mark("Set-up cost"),
        unit=mark("% of one month's sales"),
        low=low,
        high=high,
        source=mark("No source; enter your own budget"),
        grade="guessed",
        caveat=IN_FULL,
        digits=1,
        least=0,
    )


def running(low: float, high: float, caveat: str = IN_FULL) -> Assumption:
    """What it takes to go on, with its 90 % range."""
    return Assumption(
        key="running",
        label=mark("Running cost a month"),
        unit=mark("% of one month's sales"),
        low=low,
        high=high,
        source=mark("No source; enter your own budget"),
        grade="guessed",
        caveat=caveat,
        digits=2,
        least=0,
    )


def messages() -> tuple[Assumption, Assumption]:
    """How many messages those reached get, and what one costs."""
    return (
        messages_a_month(),
        Assumption(
            key="message_cost",
            label=mark("Cost of a message"),
            unit=mark("% of an average order"),
            low=0.02,
            high=0.1,
            source=mark("No source; enter your own cost"),
            grade="guessed",
            digits=2,
            least=0,
            shared=True,
        ),
    )


def messages_a_month(caveat: str = "") -> Assumption:
    """How many messages those reached get."""
    return Assumption(
        key="messages",
        label=mark("Messages a month"),
        unit=mark("to each customer reached"),
        low=1,
        high=1,
        source=mark("Your decision"),
        grade="guessed",
        caveat=caveat,
        digits=1,
        least=0,
        most=31,
    )
