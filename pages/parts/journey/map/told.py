"""What the journey map says in words, told once though several places say it."""

import pandas as pd

from loyalty.journey import findings
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.journey import results


def headline() -> str:
    """The largest drop; of orders alone who returns."""
    if not results.has("events"):
        return findings.path_sentence(results.path(), _)
    return said()[0]


def said() -> tuple[str, str, str]:
    """The largest drop, its share, the worst feeling."""
    table = results.table()
    return session.cached(
        "journey_said",
        lambda: (
            findings.drop_sentence(table, _),
            findings.share_sentence(table, _),
            findings.feeling_sentence(table, _),
        ),
        *results.parts(),
        session.language(),
    )


def rests_on(rows: pd.DataFrame) -> str:
    """On how many events and customers, up to which day."""
    return _("Rests on {events} events of {customers} customers up to {day}.").format(
        events=words.number(rows["events"].sum()),
        customers=words.number(results.customers(results.log())),
        day=words.day(session.study().as_of),
    )
