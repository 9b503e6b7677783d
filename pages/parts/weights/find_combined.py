"""Which two methods are joined, and how."""

import streamlit as st

from loyalty.study import Weighting
from pages import _session as session
from pages._session import _
from pages.parts.weights import fitted_quality
from pages.parts.weights.find_methods import PARTS


def choose() -> Weighting:
    """Two parts, the way to join them, the share of the first, and days where one is fitted."""
    before = session.study().weighting
    usable = [key for key in PARTS if key != "ahp" or before.participants]
    first, second = (one if one in usable else "direct" for one in before.parts)
    parts = _part(_("First part"), usable, first, 1), _part(_("Second part"), usable, second, 2)
    how = _join(before.how)
    share = _share(before.share) if how == "linear" else before.share
    days = fitted_quality.choose_days() if "fitted" in parts else before.days
    chosen = {"method": "combine", "parts": parts, "share": share, "how": how, "days": days}
    return before.model_copy(update=chosen)


def _part(label: str, usable: list[str], default: str, place: int) -> str:
    return st.pills(
        label,
        usable,
        format_func=lambda key: _(PARTS[key]),
        key=f"find_part_{place}",
        default=default,
        required=True,
        wrap=True,
        persist_state="session",
    )


def _join(default: str) -> str:
    names = {"linear": _("Linear"), "multiplicative": _("Multiplicative")}
    return st.segmented_control(
        _("Joined how"),
        list(names),
        format_func=names.get,
        key="find_join",
        default=default,
        required=True,
        persist_state="session",
    )


def _share(default: float) -> float:
    """The share of the first part, chosen in per cent."""
    percent = st.slider(
        _("Share of the first"),
        0,
        100,
        round(100 * default),
        format="%d%%",
        key="find_share",
        persist_state="session",
    )
    return percent / 100
