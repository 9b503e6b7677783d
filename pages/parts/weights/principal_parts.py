"""The first principal component: the variance it explains and the sign of each loading."""

import pandas as pd
import streamlit as st

from loyalty import labels
from loyalty.problems import LoyaltyError
from loyalty.weights import Principal
from pages._session import _
from pages.parts import words
from pages.parts.weights import found_weights


def show() -> None:
    """One sentence and the loadings, also where the weights are not offered."""
    try:
        found: Principal = found_weights.objective("principal")
    except LoyaltyError:
        return  # said where the weights would stand
    st.markdown(
        _(
            "The first component explains {share} of the variance of {count} indicators;"
            " {against} of them move against it. Weights are offered above {least}, with none"
            " against."
        ).format(
            share=words.percent(found.variance_explained, 1),
            count=int((found.loadings != 0).sum()),
            against=int((found.loadings < 0).sum()),
            least=words.percent(found.least),
        )
    )
    _loadings(found)


def _loadings(found: Principal) -> None:
    frame = pd.DataFrame(
        {
            "label": [labels.indicator(key, _) for key in found_weights.carried()],
            "loading": found.loadings,
            "sign": [_sign(value) for value in found.loadings],
            "weight": 100 * found.weights,
        }
    )
    config = st.column_config
    st.dataframe(
        frame.sort_values("loading", ascending=False),
        hide_index=True,
        height="content",
        column_config={
            "label": config.TextColumn(_("Indicator"), width=165),
            "loading": config.NumberColumn(
                _("Loading"), format="%.2f", width=70, help=_("Correlation with the component")
            ),
            "sign": config.TextColumn(_("Direction"), width=130),
            "weight": config.NumberColumn(
                _("Weight"), format="%.1f%%", width=72, help=_("Squared loading, of the sum of all")
            ),
        },
        alt=_("Loadings of the indicators on the first component"),
    )


def _sign(loading: float) -> str:
    if not loading:
        return _("does not vary")
    return _("with the others") if loading > 0 else _("against the others")
