"""Which touchpoint matters: who would be lost without it, and good against bad experience."""

from typing import NamedTuple

import pandas as pd

from loyalty.journey.matters import experience_sentence, removal_sentence
from loyalty.journey.removal import ENOUGH
from loyalty.journey.stage_map import ORDER_NAME
from loyalty.report import published
from loyalty.report.markup import Markup, element, html
from loyalty.report.view import View

MOST = 10  # touchpoints in a picture


class Told(NamedTuple):
    """Figures that may be published, and what is said of them."""

    rows: pd.DataFrame
    sentence: str


def removal(view: View) -> Told | None:
    """Removal effects; None with orders alone, where leaving one out says nothing, or too few."""
    found = view.found.removal
    counted = published.part(found.reached, found.journeys)
    people = published.part(found.customers, found.customers)
    if found.goal is None or counted is None or people is None or orders_only(view):
        return None
    customers = view.found.touchpoints.set_index("touchpoint")["customers"]
    rows = published.removal(found.table, customers, found.reached)
    return Told(rows, removal_sentence(rows, found.goal, counted, view.translate))


def compared(view: View) -> Told | None:
    """Good against bad experience; None where nobody had either."""
    if view.found.experience.empty:
        return None
    rows, days = published.experience(view.found.experience), view.found.study.journey.within_days
    return Told(rows, experience_sentence(rows, days, view.translate))


def orders_only(view: View) -> bool:
    """Whether no event tells of the journey."""
    return all(ORDER_NAME.fullmatch(name) for name in view.found.touchpoints["touchpoint"])


def matters(view: View) -> Markup:
    """Both sections; one that the data cannot give is left out."""
    return html(_without(view), _after_good(view))


def _without(view: View) -> Markup | None:
    _, told = view.translate, removal(view)
    if told is None:
        return None
    picture = view.picture("removal")
    reading = _(
        "Bar: share of the conversions lost when whoever would come to the touchpoint leaves"
        " instead, with its 95% interval. Tick: the share of journeys that come there; coloured is"
        " what goes surely beyond or falls short of it. In brackets: journeys that come there"
        " before the goal."
    )
    source = _(
        "Descriptive, not causal: a Markov chain of the recorded moves (removal effect, Anderl and"
        " others 2016), each journey read up to its first conversion. Intervals: bootstrap over"
        " customers. Coloured only with at least {enough} journeys."
    ).format(enough=ENOUGH)
    head = _("Without which touchpoint would fewer reach the goal?")
    return section(head, [told.sentence], picture, [reading, source] if picture else [])


def _after_good(view: View) -> Markup | None:
    _, told = view.translate, compared(view)
    if told is None:
        return None
    picture = view.picture("experience")
    reading = _(
        "Dot: the share who buy again after a good first scored experience (feeling above the"
        " middle of the scale), less that after a bad one, among customers with equally many"
        " earlier purchases; line: its 95% interval. In brackets: customers with a good / a bad"
        " one."
    )
    source = _(
        "Descriptive, not causal: who feels well may differ otherwise, too. Mantel-Haenszel"
        " difference over 0, 1, 2 to 3 and 4 or more earlier purchases, interval of Klingenberg"
        " (2014). So many comparisons find something by chance: hollow and pale are those with a"
        " q above 5% (Benjamini and Hochberg 1995). Only moments whose days are over by {day}."
    ).format(day=view.day())
    head = _("Do customers come back after a good experience?")
    return section(head, [told.sentence], picture, [reading, source] if picture else [])


def section(head: str, said: list[str], shown: Markup, notes: list[str]) -> Markup:
    """A heading, the answer in paragraphs, a picture or table, and small print."""
    small = (element("p", note, class_="source note") for note in notes)
    return html(element("h3", head), *(element("p", one) for one in said), shown, *small)
