"""What must be true: break-even values, what moves the gain most, and the test worth running."""

import pandas as pd
import streamlit as st

from loyalty.charts import break_even as curve
from loyalty.charts import theme, tornado
from loyalty.decision import BreakEven
from loyalty.decision import tornado as ends
from loyalty.decision.break_even import DRAWS
from loyalty.language import mark
from loyalty.strategies.base import Grade
from loyalty.study import Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.strategies import check, scenario_bar
from pages.parts.strategies.truth import learning, results, table


def show() -> None:
    """The sentence, the assumptions with their break-even, the tornado, and what to learn."""
    check.badge()
    head = st.empty()
    scenario_bar.show()
    letter = simulated.current()
    scenario = simulated.scenarios()[letter]
    if all(one.strategy == "do_nothing" for one in scenario.actions):
        head.title(_("Doing nothing rests on no assumption"))
        return
    name = escape(simulated.label(letter))
    head.title(_("What must be true for {name} to pay").format(name=name))
    found = results.found(scenario)
    head.title(_sentence(found.ways, scenario))
    colour = theme.SCENARIOS[simulated.LETTERS.index(letter)]
    table.show(found.ways, scenario)
    left, right = st.columns(2, gap="medium")
    with left:
        _curve(found.ways, scenario, colour)
    with right:
        _tornado(found.ways, scenario, colour)
    learning.show(found, scenario)
    st.caption(
        _(
            "Each assumption is held at values in and beyond its range while all others vary as"
            " before, in {draws} futures under the same luck; between values straight lines."
        ).format(draws=words.number(min(DRAWS, session.study().draws)))
    )


def _sentence(ways: list[BreakEven], scenario: Scenario) -> str:
    """What must be true of the assumption that decides, or comes nearest to it."""
    name = escape(simulated.label(simulated.current()))
    pays = sum(one.reached for one in ways) > len(ways) / 2
    one = _nearest(ways)
    if one is None:
        said = _("{name} pays whatever one of its assumptions is, within its range.")
        lost = _("{name} does not pay, whatever one of its assumptions is.")
        return (said if pays else lost).format(name=name)
    chosen = one.lever.chosen
    digits = chosen.assumption.digits + 1
    condition = _(_pays_if(one, pays)).format(
        name=name,
        assumption=results.title(one.lever, scenario),
        value=words.number(one.value, digits),
        unit=_(chosen.assumption.unit),
    )
    low, high = (words.number(one, digits) for one in (chosen.range.low, chosen.range.high))
    return _("{condition}; {held}.").format(
        condition=condition, held=_(held(chosen.grade)).format(low=low, high=high)
    )


ABOVE = mark("{name} pays if “{assumption}” is above {value} ({unit})")
BELOW = mark("{name} pays if “{assumption}” is below {value} ({unit})")
WERE_ABOVE = mark("{name} would pay if “{assumption}” were above {value} ({unit})")
WERE_BELOW = mark("{name} would pay if “{assumption}” were below {value} ({unit})")
EVIDENCE = mark("the evidence says {low} to {high}")
ASSUMED = mark("{low} to {high} is assumed")


def held(grade: Grade) -> str:
    """How a range of this grade is spoken of; only what was found out is evidence."""
    return ASSUMED if grade in ("guessed", "claimed") else EVIDENCE


def _pays_if(one: BreakEven, pays: bool) -> str:
    """The condition on an assumption with a break-even."""
    if one.reached > 0.02 or pays:
        return ABOVE if rises(one) else BELOW
    return WERE_ABOVE if rises(one) else WERE_BELOW


def _nearest(ways: list[BreakEven]) -> BreakEven | None:
    """The uncertain assumption whose break-even is nearest to its middle, in widths of its range.

    Of fixed ones the nearest in shares of their value; decisions have no break-even.
    """
    known = [one for one in ways if one.value is not None]
    uncertain = [one for one in known if one.lever.chosen.range.low < one.lever.chosen.range.high]
    return min(uncertain or known, key=_distance, default=None)


def _distance(one: BreakEven) -> float:
    chosen = one.lever.chosen.range
    width = (chosen.high - chosen.low) or abs(one.lever.middle) or 1.0
    return abs((one.value or 0.0) - one.lever.middle) / width


def rises(one: BreakEven) -> bool:
    """Whether more of the assumption means more gain."""
    return one.gains[-1] >= one.gains[0]


def _curve(ways: list[BreakEven], scenario: Scenario, colour: str) -> None:
    names = {f"{one.lever.action}.{one.lever.key}": one for one in ways if not one.lever.decided}
    asked = session.linked("assumption")
    shown = asked if asked in names else _most_open(names)
    st.selectbox(
        _("Assumption"),
        list(names),
        format_func=lambda key: results.title(names[key].lever, scenario),
        key=session.bind("assumption_tried", shown),
        on_change=lambda: session.link("assumption", session.chosen("assumption_tried")),
    )
    one = names[shown]
    unit = _(one.lever.chosen.assumption.unit)
    session.chart(
        curve.draw,
        pd.DataFrame({"value": one.values, "gain": one.gains}),
        "break_even",
        _("Median gain by the value of the assumption"),
        title=unit,
        low=one.lever.chosen.range.low,
        high=one.lever.chosen.range.high,
        value=one.value,
        colour=colour,
    )
    reached = _("Band: the range held to be true. Dashed: break-even.")
    never = _("Band: the range held to be true. No value of it brings the gain to zero.")
    st.caption(never if one.value is None else reached)


def _most_open(names: dict[str, BreakEven]) -> str:
    return min(names, key=lambda key: abs(names[key].reached - 0.5))


def _tornado(ways: list[BreakEven], scenario: Scenario, colour: str) -> None:
    st.markdown(_("**What moves the gain most**"))
    found = ends(ways)
    if found.empty:
        st.caption(_("All assumptions are fixed values: nothing is uncertain but chance."))
        return
    by_key = {(one.lever.action, one.lever.key): one.lever for one in ways}
    levers = [by_key[key] for key in zip(found["action"], found["assumption"], strict=True)]
    labels = tuple(results.title(one, scenario) for one in levers)
    frame = found[["at_low", "at_high"]].assign(
        label=list(labels),
        low=[words.number(one.chosen.range.low, 2) for one in levers],
        high=[words.number(one.chosen.range.high, 2) for one in levers],
    )
    session.chart(
        tornado.draw,
        frame,
        "tornado",
        _("Median gain at the low and the high end of each assumption"),
        labels=labels,
        colour=colour,
    )
    st.caption(_("Hollow: at the low end of the range; full: at the high end."))
