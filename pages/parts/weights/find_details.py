"""What weights found rest on: what the method measured of each indicator, and what it left out."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.indicators import BY_KEY
from loyalty.language import listed
from loyalty.study import Weighting
from pages import _results as results
from pages._session import _
from pages.parts import words
from pages.parts.weights import fitted_quality, found_weights, proposal


def notes(how: Weighting) -> None:
    """Why weights are equal, what does not vary, and where most values are missing."""
    if how.method in ("entropy", "critic"):
        found = found_weights.objective(how.method)
        said = [_(found.note), _constant(how.method, found), _gaps()]
    elif how.method == "fitted":
        said = [_(found_weights.fit(how.days).result.note)]
    else:
        said = []
    for line in filter(None, said):
        st.caption(line)


def _constant(method: str, found: Any) -> str:
    still = found.entropy == 1 if method == "entropy" else found.deviation == 0
    names = [labels.indicator(key, _) for key in np.array(found_weights.carried())[still]]
    if not names:
        return ""
    return _("Do not vary, so they weigh nothing: {names}.").format(names=listed(names, _))


def _gaps() -> str:
    """How a missing score counts, with the indicator that fewest customers have."""
    known, chosen = results.with_value(), found_weights.carried()
    least, total = min(chosen, key=known.get), len(results.base().customers)
    if known[least] == total:
        return ""
    return _(
        "Missing scores are left out, indicator by indicator. Fewest have “{name}”: {count} of"
        " {total} customers."
    ).format(
        name=labels.indicator(least, _),
        count=words.number(known[least]),
        total=words.number(total),
    )


def show(how: Weighting, found: found_weights.Flat) -> None:
    """The quality of a fit, and the numbers of each indicator on demand."""
    if found_weights.uses(how, "fitted"):
        fitted_quality.show(how.days)
    opened = st.expander(_("Numbers"), on_change="rerun", key="find_numbers")
    if opened.open:
        with opened:
            _table(how, found)


def _table(how: Weighting, found: found_weights.Flat) -> None:
    rows, known = proposal.table(found), results.with_value()
    frame = pd.DataFrame(
        {
            "label": rows["label"],
            "family": [labels.family(BY_KEY[key].family, _) for key in rows["key"]],
            "customers": rows["key"].map(known),
            "present": 100 * rows["present"],
            "found": 100 * rows["found"],
        }
    )
    measured = _measured(how)
    for name, values in measured.items():
        frame[name] = rows["key"].map(values)
    config = st.column_config
    percent = {"format": "%.1f%%"}
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        column_config={
            "label": config.TextColumn(_("Indicator")),
            "family": config.TextColumn(_("Family")),
            "customers": config.NumberColumn(
                _("Customers"), format="localized", help=_("Customers with a value")
            ),
            "present": config.NumberColumn(_("In use now"), **percent),
            "found": config.NumberColumn(_("Proposed"), **percent),
            **{name: config.NumberColumn(format="%.3f") for name in measured},
        },
        placeholder="–",
        alt=_("Indicators with their weights and what the method measured"),
    )


def _measured(how: Weighting) -> dict[str, dict[str, float]]:
    """What the method measured of each indicator, by the name of the measure."""
    if how.method == "combine":
        parts = (found_weights.flat(part, how.days) for part in how.parts)
        return dict(zip((_("First part"), _("Second part")), parts, strict=True))
    if how.method == "fitted":
        fit = found_weights.fit(how.days)
        return {_("Coefficient"): dict(zip(fit.keys, fit.result.coefficients, strict=True))}
    if how.method == "principal":
        return {}
    found = found_weights.objective(how.method)
    if how.method == "entropy":
        measured = {_("Entropy (1 = all equal)"): found.entropy}
    else:
        measured = {_("Deviation"): found.deviation, _("Conflict"): found.conflict}
    keys = found_weights.carried()
    return {name: dict(zip(keys, values, strict=True)) for name, values in measured.items()}
