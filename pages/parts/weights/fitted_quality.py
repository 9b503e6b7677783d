"""How well fitted weights predict who comes back, on customers the fit never saw."""

from datetime import timedelta

import streamlit as st

from loyalty import labels
from loyalty.charts import calibration
from loyalty.language import listed
from loyalty.weights import Fitted
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.weights import found_weights
from pages.parts.weights.found_weights import Fit

FEWEST, MOST = 7, 365


def choose_days() -> int:
    """The days within which an order counts as coming back, and the two windows they make."""
    before = session.study().weighting.days
    days = st.slider(
        _("Comes back within (days)"),
        min(FEWEST, before),
        max(MOST, before),
        before,
        key="find_days",
        persist_state="session",
    )
    last = session.study().as_of
    until = last - timedelta(days=days)
    st.caption(
        _(
            "Indicators as of {until}; orders from {first} to {last}. The two windows never"
            " overlap: the outcome cannot be part of the indicators."
        ).format(
            until=words.day(until),
            first=words.day(until + timedelta(days=1)),
            last=words.day(last),
        )
    )
    return days


def verdict(days: int) -> bool:
    """Say whether the weights predict better than chance; whether they do."""
    found = found_weights.fit(days).result
    said = {
        "auc": words.number(found.auc, 2),
        "low": words.number(found.auc_low, 2),
        "high": words.number(found.auc_high, 2),
    }
    if found.useful:
        st.success(
            _(
                "They predict who comes back better than chance: AUC {auc} (95% interval {low}"
                " to {high}; chance is 0.5)."
            ).format(**said),
            icon=":material/check:",
        )
    else:
        st.warning(
            _(
                "These weights do not predict better than chance: do not use them. AUC {auc}"
                " (95% interval {low} to {high}; chance is 0.5)."
            ).format(**said),
            icon=":material/warning:",
        )
    return found.useful


def show(days: int) -> None:
    """Quality in words beside the calibration chart."""
    found = found_weights.fit(days)
    st.subheader(_("How well do they predict who comes back?"))
    picture, text = st.columns([4, 3], gap="medium")
    with picture:
        alt = _("Observed against predicted share who came back, in fifths of the prediction")
        session.chart(calibration.draw, found.result.calibration, "calibration", alt)
        st.caption(
            _(
                "Dots: fifths of the customers held out, by their predicted share; bars: 95%"
                " intervals. On the dashed line prediction and observation are equal."
            )
        )
    with text:
        st.markdown(_customers(found))
        st.markdown(_order(found.result))
        st.markdown(_error(found.result))
        for line in _left_out(found):
            st.markdown(line)


def _customers(found: Fit) -> str:
    return _(
        "**{customers}** customers had ordered by {until}; **{returned}** ({share}) of them ordered"
        " again by {last}. Fitted on {train} of them, measured on the other {test}."
    ).format(
        customers=words.number(found.customers),
        until=words.day(found.until),
        returned=words.number(found.returned),
        share=words.percent(found.returned / found.customers, 1),
        last=words.day(found.last),
        train=words.number(found.result.train),
        test=words.number(found.result.test),
    )


def _order(found: Fitted) -> str:
    return _(
        "**AUC {auc}** ({low} to {high}): so often does a customer who came back have a higher"
        " prediction than one who did not; 0.5 is chance."
    ).format(
        auc=words.number(found.auc, 3),
        low=words.number(found.auc_low, 3),
        high=words.number(found.auc_high, 3),
    )


def _error(found: Fitted) -> str:
    return _(
        "**Brier score {brier}** against {base} for always saying the base rate: {skill} less"
        " error ({low} to {high})."
    ).format(
        brier=words.number(found.brier, 3),
        base=words.number(found.base_brier, 3),
        skill=words.percent(found.skill, 1),
        low=words.percent(found.skill_low, 1),
        high=words.percent(found.skill_high, 1),
    )


def _left_out(found: Fit) -> list[str]:
    """Indicators that weigh nothing, and why."""
    gone = [key for key in found_weights.carried() if key not in found.keys]
    day = words.day(found.until)
    said = {
        _("Held at zero, because beside the others a higher score went along with fewer orders:"
          " {names}."): found.result.dropped,
        _("Weigh nothing, because their score did not vary on {day}: {names}."):
            found.result.constant,
        _("Weigh nothing, because nobody had a score on {day}: {names}."): gone,
    }  # fmt: skip
    return [
        text.format(names=listed((labels.indicator(key, _) for key in keys), _), day=day)
        for text, keys in said.items()
        if keys
    ]
