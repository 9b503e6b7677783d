"""What phases bring, and what the stop rule is worth, in a sentence."""

import numpy as np
import streamlit as st

from loyalty.decision.phases import Piloted
from loyalty.language import mark, sentences
from loyalty.simulation import timing
from loyalty.simulation.answer import NOTHING
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

GAINS = mark("In {stopped} of futures the pilot would stop it: the rule is worth {worth}.")
COSTS = mark("In {stopped} of futures the pilot would stop it: the rule costs {worth}.")
NEVER = mark("The pilot would stop it in no future: the rule changes nothing.")


def nothing() -> None:
    """The title where there is nothing to introduce."""
    st.title(_(NOTHING))


def spinning() -> str:
    """What is said while the pilot is simulated."""
    return _("Simulating the pilot with and without going on …")


def at_once(letter: str, scenario: Scenario) -> None:
    """The title without phases."""
    gain = float(np.median(simulated.picture(scenario).gain[-1]))
    said = _("{name} starts at full reach: {gain} against doing nothing within {months} months.")
    name = escape(simulated.label(letter))
    st.title(said.format(name=name, gain=words.amount(gain), months=session.study().months))
    st.markdown(_("Introduce it in phases to see what trying it on a few first would cost."))


def answer(letter: str, scenario: Scenario, found: Piloted, at_once: np.ndarray) -> None:
    """The title, how it stands to starting at once, and what is wrong with the months."""
    limit = scenario.phases.stop_below
    phased = float(np.median(found.under(limit)))
    fill = {
        "name": escape(simulated.label(letter)),
        "gain": words.amount(phased),
        "once": words.amount(float(np.median(at_once))),
        "months": session.study().months,
    }
    whole = _(
        "{name} in phases brings {gain} within {months} months; at full reach at once {once}."
    )
    if limit is None:
        st.title(whole.format(**fill))
        st.markdown(sentences(_without_rule(scenario, found), _))
    else:
        st.title(_ruled(found, limit))
        st.markdown(sentences([_worth(found, limit), whole.format(**fill)], _))
    _horizon(scenario)


def _ruled(found: Piloted, limit: float) -> str:
    ruled, worth = found.ruled(limit), float(found.worth(limit).mean())
    if ruled.stopped == 0:
        return _(NEVER)
    stopped, size = words.percent(ruled.stopped), words.amount(abs(worth))
    return _(GAINS if worth >= 0 else COSTS).format(stopped=stopped, worth=size)


def _worth(found: Piloted, limit: float) -> str:
    low, high = np.percentile(found.worth(limit), [5, 95])
    said = _(
        "That is the mean over the futures; in 90 % of them the rule changes the gain by between"
        " {low} and {high}. The chance of a loss is {loss} with it and {without} without."
    )
    return said.format(
        low=words.amount(float(low)),
        high=words.amount(float(high)),
        loss=words.percent(found.ruled(limit).loss),
        without=words.percent(found.ruled(None).loss),
    )


def _without_rule(scenario: Scenario, found: Piloted) -> list[str]:
    loss = _("The chance of a loss is {loss}.").format(loss=words.percent(found.ruled(None).loss))
    if scenario.phases.pilot == 0:
        return [loss]
    seen = _(
        "In {fewer} of futures the pilot is seen to earn less margin than an equal group without"
        " it; in {paid} it is seen to earn back all that was spent on it. A stop rule would end it"
        " after a pilot that does not pay."
    )
    fewer, paid = (words.percent(float(one.mean())) for one in (found.seen < 0, found.seen >= 1))
    return [loss, seen.format(fewer=fewer, paid=paid)]


def _horizon(scenario: Scenario) -> None:
    """Say so where the months simulated end before the phases do."""
    months, judged = session.study().months, timing.end(scenario)
    full = judged + scenario.phases.roll_out
    if judged >= months:
        said = _("The pilot ends in month {judged}, and only {months} months are simulated.")
        st.warning(said.format(judged=judged, months=months), icon=":material/event_busy:")
    elif full > months:
        said = _(
            "Full reach comes in month {full} only, and {months} months are simulated: most of what"
            " it brings lies beyond."
        )
        st.info(said.format(full=full, months=months), icon=":material/event_upcoming:")
