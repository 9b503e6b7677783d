"""Choices about journeys: what enters them, how they are cut, what users write on the map."""

from typing import Annotated, Literal

from pydantic import Field

from loyalty.study.base import Key, Number, Record

Lane = Literal["front", "back", "support"]
Days = Annotated[int, Field(ge=1, le=3650)]
Hours = Annotated[int, Field(ge=0, le=87_600)]


class Card(Record):
    """What people know of a touchpoint that no data tell: blueprint lane, owner, opportunity."""

    lane: Lane | None = None
    owner: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=2000)] = ""


class Target(Record):
    """A to-be value at a touchpoint: its mean feeling, or the share that reaches the next stage."""

    touchpoint: Key
    kind: Literal["feeling", "conversion"]
    value: Number


class JourneyChoices(Record):
    """How journeys are read and what the map says beside the data.

    Attributes:
        stages: the stages from first to last, by key or in the user's words; empty: the default.
        orders: which orders enter as events: those that no event of these days records, or none.
        answers: survey questions whose scores attach to a touchpoint; window_hours: the longest
            time between an answer and its touchpoint.
        cut: one journey per customer, or a new one after `cut_days` without any event, or after
            each purchase.
        within_days: a customer comes back who orders within so many days.
        complaint_days: a complaint follows a visit within so many days.
        handover_days: a second touchpoint counts as the continuation of the first within so many.
        case_hours: when a feedback case is due.
        cards: touchpoint -> what the user wrote. targets: the to-be journey.
    """

    stages: Annotated[tuple[Key, ...], Field(max_length=20)] = ()
    orders: Literal["unrecorded", "none"] = "unrecorded"
    answers: tuple[Key, ...] = ("csat", "ces", "nps")
    window_hours: Hours = 72
    cut: Literal["none", "inactivity", "purchase"] = "none"
    cut_days: Days = 30
    within_days: Days = 90
    complaint_days: Days = 30
    handover_days: Days = 14
    case_hours: Annotated[int, Field(ge=1, le=8760)] = 48
    cards: dict[str, Card] = {}
    targets: Annotated[tuple[Target, ...], Field(max_length=100)] = ()
