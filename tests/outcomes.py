"""A small business with every kind of table, and what a study says about it."""

from datetime import date, timedelta

from tables import open_literal, orders

from loyalty import analysis
from loyalty.outcome import Outcome, outcome

END = date(2024, 12, 31)
NASTY = '<img src="http://evil.example/x.png" onerror=alert(1)>\x00\u202e'


def small_orders(customers: int = 60) -> dict:
    """Customer number n orders n % 7 + 1 times, every 20 days, the last n days ago."""
    return orders(
        [
            (f"c{n:02}", str(END - timedelta(days=n + 20 * k)), 10 * (n % 5 + 1))
            for n in range(customers)
            for k in range(n % 7 + 1)
        ]
    )


def small_events() -> dict:
    """Every customer sees an advert, two in three come to the shop, four meet something nasty."""
    rows = [(f"c{n:02}", 200, "advert", 0.5) for n in range(60)]
    rows += [(f"c{n:02}", 190, "shop visit", (n % 10) / 10) for n in range(40)]
    rows += [(f"c{n:02}", 180, NASTY, -1.0) for n in range(4)]
    return {
        "customer_id": [row[0] for row in rows],
        "time": [str(END - timedelta(days=row[1])) for row in rows],
        "touchpoint": [row[2] for row in rows],
        "feeling": [row[3] for row in rows],
        "position": list(range(len(rows))),
    }


def small_outcome(folder, tables: dict | None = None, past: int = 0, **choices) -> Outcome:
    """The default study with a small simulation and `choices`; orders and events without tables."""
    opened = open_literal(folder, **tables or {"orders": small_orders(), "events": small_events()})
    day = date.fromisoformat(choices.get("as_of") or str(analysis.default_day(opened)))
    found = analysis.base(opened, day)
    study = analysis.first_study(found, day).change(**{"months": 6, "draws": 200} | choices)
    return outcome(opened, study, found, past)
