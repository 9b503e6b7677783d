"""How sure: whose level stays when the weights are drawn again, and which weight decides most."""

from dataclasses import dataclass

import streamlit as st

from loyalty import labels
from loyalty.intervals import wilson
from loyalty.language import sentences
from loyalty.weights import groups, perturbation, strength
from loyalty.weights.perturbation import Certainty
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape
from pages.parts.weights import (
    group_names,
    in_effect,
    no_index,
    sure_decisive,
    sure_levels,
    sure_segments,
)

DRAWS = 200


def show() -> None:
    """How far weights vary, the answer, levels, segments, and the single weights."""
    if no_index.without():
        no_index.show()
        return
    largest = _largest()
    if largest is None:
        st.info(_("No customer has a level: values for less than half of the weight."))
        return
    if largest.weight == 1:
        st.info(_("The index rests on one indicator alone: there is no weight that could vary."))
        return
    chosen = _strength(largest)
    with st.spinner(_("Drawing the weights {count} times …").format(count=DRAWS), show_time=True):
        found = certainty(chosen)
    _answer(found, strength.about(largest.weight, chosen))
    sure_levels.show(found)
    sure_segments.show(chosen, DRAWS)
    sure_decisive.show(found)
    _sources(found, chosen)


@dataclass(frozen=True)
class Largest:
    """An indicator and its weight (0-1); the group whose set it is, None for the study's own."""

    key: str
    weight: float
    group: str | None


def _largest() -> Largest | None:
    """What weighs most in the sets of customers with a level; None while nobody has one."""
    study = session.study()
    has_level = results.level_codes() < len(study.levels)
    used = set(groups.codes(results.grouped(), study)[has_level])
    sets = list(groups.sets(study, results.scores().keys).items())
    found = [
        Largest(key, weight, sets[place][0])
        for place in sorted(used)
        for key, weight in sets[place][1].items()
    ]
    return max(found, key=lambda one: one.weight, default=None)


def _strength(largest: Largest) -> int:
    weight = largest.weight
    left, right = st.columns([2, 3], gap="large", vertical_alignment="center")
    with left:
        chosen = st.select_slider(
            _("How far the largest weight varies, in points"),
            list(strength.STRENGTHS),
            value=strength.USUAL,
            format_func=lambda one: f"±{words.number(100 * strength.about(weight, one), 1)}",
            key="strength",
            persist_state="session",
        )
    low, high = strength.interval(weight, chosen)
    said = _(
        "{indicator} weighs most: {share} of the index. In 9 of 10 draws it weighs between"
        " {low} and {high}; the other weights vary alike, and all of them sum to 100%."
    ).format(
        indicator=labels.indicator(largest.key, _),
        share=words.percent(weight, 1),
        low=words.percent(low, 1),
        high=words.percent(high, 1),
    )
    right.caption(sentences([said, _whose(largest.group)], _))
    return chosen


def _whose(group: str | None) -> str:
    """Whose set the largest weight is of, where sets differ by group."""
    if group is not None:
        name = escape(group_names.name(group))
        return _("That is in the weights of the group {group}.").format(group=name)
    return _("That is in the study's own weights.") if session.study().group_weights else ""


def certainty(chosen: int) -> Certainty:
    """`perturb` of the draft, computed once."""
    study, scored = session.study(), results.scores()

    def build() -> Certainty:
        own = in_effect.weights_of(study)
        return perturbation.perturb(
            scored, own, study.levels, chosen, DRAWS, aggregation=study.aggregation
        )

    return session.cached(
        "certainty", build, *results.index_parts(study), study.levels, chosen, DRAWS
    )


def _answer(found: Certainty, points: float) -> None:
    st.subheader(
        _(
            "{share} of customers with a level keep it when weights vary by about ±{points} points."
        ).format(share=words.percent(found.stable), points=words.number(100 * points, 1))
    )
    st.markdown(
        _(
            "They keep it in at least 9 of 10 draws; in an average draw, {agreement} of customers"
            " have the level they have now. {level}: {now} of all customers now, {low} to {high} in"
            " the middle 95% of the draws."
        ).format(
            agreement=words.percent(found.agreement),
            level=labels.level(session.study().levels[-1].key, _),
            now=words.percent(found.top, 1),
            low=words.percent(found.top_low, 1),
            high=words.percent(found.top_high, 1),
        )
    )


def _sources(found: Certainty, chosen: int) -> None:
    counted = int(found.levels["customers"].sum())
    rests = _("{count} customers with a level, {draws} draws.").format(
        count=words.number(counted), draws=DRAWS
    )
    sample = _(
        "These are of a fixed sample of {count} customers, so a share is right within about"
        " ±{points} points."
    )
    low, high = wilson(counted / 2, counted)
    sampled = sample.format(
        count=words.number(found.customers), points=words.number(50 * float(high - low), 1)
    )
    about = _(
        "Weights are drawn from a Dirichlet distribution around those chosen (strength {strength});"
        " acceptabilities as in SMAA-2 (Lahdelma and Salminen 2001). That weights vary so is an"
        " assumption: nobody measured it."
    ).format(strength=words.number(chosen))
    grouped = _("Each group's set of weights is drawn by itself.")
    own = grouped if session.study().group_by else ""
    st.caption(sentences([rests, sampled if found.sampled else "", own, about], _))
