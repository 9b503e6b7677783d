"""What customers said at a touchpoint: their own words, as text."""

import streamlit as st

from pages._session import _
from pages.parts import words
from pages.parts.journey.pains import results as pains_results

SEEN = 7  # rows before the table scrolls


def show(touchpoint: str) -> None:
    """The comments with the lowest feelings first, or that there is none."""
    st.markdown(_("**What they say**"))
    with st.spinner(_("Looking for comments …")):
        said = pains_results.comments(touchpoint)
    if said.empty:
        st.caption(_("No event here and no answer next to it holds a comment."))
        return
    config = st.column_config
    st.dataframe(
        said[["feeling", "text", "time", "customer_id"]],
        hide_index=True,
        height=36 * (min(len(said), SEEN) + 1) + 2,
        placeholder="–",
        column_config={
            "feeling": config.NumberColumn(_("Feeling"), format="%.2f", width=80),
            "text": config.TextColumn(_("Comment"), width="large"),
            "time": config.DateColumn(_("Date"), format="YYYY-MM-DD"),
            "customer_id": config.TextColumn(_("Customer")),
        },
        alt=_("Comments with their feeling and date, the lowest feelings first"),
    )
    st.caption(_counted(len(said)))


def _counted(count: int) -> str:
    if count == pains_results.COMMENTS:
        return _("The {count} comments with the lowest feelings, word for word.").format(
            count=words.number(count)
        )
    return _(
        "All {count} comments, the lowest feelings first, word for word: of events here and of"
        " survey answers next to them."
    ).format(count=words.number(count))
