"""Who judges what in the room: the participants and items of the study, and every change of them.

A change is made to the newest state of the study, so that two tabs may judge at the same time.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from loyalty import weights
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.study import Participant, Weighting
from loyalty.weights.pairwise import SEPARATOR
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape

MOST = 9
START = 5
REFUSAL = "room_refusal"
LONGEST = 60

Pair = tuple[str, str]

NAMELESS = mark("Type the name of a participant first.")
TOO_LONG = mark("A name has at most {most} characters.")
TAKEN = mark("There is already a participant called “{name}”.")
TOO_MANY = mark("Compare at most {most} items at a time: take one away first.")
TOO_FEW = mark("Compare at least two items.")


def weighting() -> Weighting:
    """How the draft finds its weights, with all judgements."""
    return session.study().weighting


def items() -> tuple[str, ...]:
    """What is compared: the five families until something else was chosen.

    Of a study from elsewhere, only what exists and is of one kind.
    """
    chosen = weighting().items
    known = FAMILIES if chosen and chosen[0] in FAMILIES else BY_KEY
    kept = tuple(dict.fromkeys(key for key in chosen if key in known))
    return kept if len(kept) > 1 else tuple(FAMILIES)


def is_families(chosen: Sequence[str]) -> bool:
    """Whether families are compared, not indicators."""
    return chosen[0] in FAMILIES


def matrix(person: Participant) -> np.ndarray:
    """(n, n) judgements of one person over the items, NaN where there is none."""
    return weights.matrix(items(), person.judgements)


def refuse(error: Refused) -> None:
    """Say at the next run of the section why nothing was changed."""
    session.bind(REFUSAL, error)


def refusal() -> None:
    """Show the refusal, once."""
    if error := session.picked(REFUSAL):
        st.warning(escape(error.sentence(_)), icon=":material/info:")
        session.bind(REFUSAL, None)


def choose_kind(kind: str) -> None:
    """Compare families, or indicators: those judged before, else those that weigh most."""
    _write(items=tuple(FAMILIES) if kind == "families" else _indicators())


def _indicators() -> tuple[str, ...]:
    judged = {
        key
        for one in weighting().participants
        for pair in one.judgements
        for key in pair.split(SEPARATOR)
    }
    known = [key for key in BY_KEY if key in judged][:MOST]
    if known:
        return tuple(known)
    now = weights.effective(session.study(), results.scores().keys)
    most = sorted(now, key=now.get, reverse=True)[:START]
    return tuple(key for key in BY_KEY if key in most)


def choose_items(chosen: Sequence[str]) -> None:
    """Compare these, in the order of the catalogue; two to nine."""
    if not 2 <= len(chosen) <= MOST:
        refuse(Refused(TOO_FEW) if len(chosen) < 2 else Refused(TOO_MANY, most=MOST))
        return
    _write(items=tuple(key for key in (*FAMILIES, *BY_KEY) if key in chosen))


def spelled(name: str) -> str:
    """A name as it is kept: single spaces, no control characters."""
    return "".join(filter(str.isprintable, " ".join(name.split())))


def add(name: str) -> None:
    """One more participant, without judgements; a name of spaces or a second time is refused."""
    name = spelled(name)
    session.look()
    people = weighting().participants
    if not name:
        refuse(Refused(NAMELESS))
    elif len(name) > LONGEST:
        refuse(Refused(TOO_LONG, most=LONGEST))
    elif name in [one.name for one in people]:
        refuse(Refused(TAKEN, name=name))
    else:
        _write(items=items(), participants=(*people, Participant(name=name)))


def remove(name: str) -> None:
    """Without this participant and all judgements of the participant."""
    session.look()
    _write(participants=tuple(one for one in weighting().participants if one.name != name))


def judge(name: str, edits: Mapping[Pair, float | None]) -> None:
    """Take judgements of one person, each of the first against the second item; None: none."""
    session.look()
    people = tuple(
        _judged(one, edits) if one.name == name else one for one in weighting().participants
    )
    _write(items=items(), participants=people)


def _judged(person: Participant, edits: Mapping[Pair, float | None]) -> Participant:
    kept = dict(person.judgements)
    for (first, second), value in edits.items():
        for pair in ((first, second), (second, first)):
            kept.pop(SEPARATOR.join(pair), None)
        if value is not None:
            kept[SEPARATOR.join((first, second))] = value
    return Participant(name=person.name, judgements=kept)


def _write(**fields: object) -> None:
    """Change the weighting; its method, and the weights in use, stay."""
    session.change(weighting=weighting().model_copy(update=fields))
