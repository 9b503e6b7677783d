"""The cluster scheme: how many groups, how sure, what marks each, how far rules agree."""

from typing import Any

import pandas as pd
import streamlit as st

from loyalty import clustering, labels, segmentation
from loyalty.segments.clusters import SCHEME
from loyalty.study import Clusters
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts import words
from pages.parts.safe import escape

KEY = SCHEME.key
WANTED = "clusters_wanted"
MOST = 8


def want(k: int | None = None, method: str = "kmeans") -> None:
    """Ask for clusters, as many as are stable unless told; `form_wanted` makes them."""
    session.bind(WANTED, {"k": k, "method": method})


def form_wanted() -> None:
    """Form the clusters that were asked for, which may take seconds; one step of the draft."""
    wanted = session.picked(WANTED)
    if not wanted:
        return
    with st.spinner(_("Looking for groups that come out again when customers are drawn anew …")):
        fields = session.attempt(lambda: _fields(**wanted))
    session.bind(WANTED, None)
    if fields:
        session.change(**fields)
    st.rerun()


def _fields(k: int | None, method: str) -> dict[str, Any]:
    """The study fields of the cluster scheme; Refused when the scores hold no clusters."""
    found, study = results.base(), session.study()
    number = k or numbers(method).suggested
    learned = session.cached(
        "clusters",
        lambda: clustering.fit(results.scores(), indicators(), number, method, study.seed),
        *(study.as_of, study.scale, number, method, study.seed),
    )
    brings = study.model_copy(update={"scheme": KEY, "clusters": learned})
    return segmentation.choose(KEY, found.customers, found.gaps, brings)


def indicators() -> tuple[str, ...]:
    """The indicators that clusters are formed by."""
    study, scored = session.study(), results.scores()
    return session.cached(
        "cluster_indicators",
        lambda: clustering.default_indicators(scored),
        *(study.as_of, study.scale),
    )


def numbers(method: str) -> clustering.Numbers:
    """How stable each number of clusters is."""
    study = session.study()
    return session.cached(
        "cluster_numbers",
        lambda: clustering.numbers(
            results.scores(), indicators(), range(2, MOST + 1), method, study.seed
        ),
        *(study.as_of, study.scale, method, study.seed),
    )


def shown() -> bool:
    """Whether the clusters are what divides the customers."""
    study = session.study()
    return study.scheme == KEY and study.clusters is not None


def controls() -> None:
    """Number and method of the clusters."""
    if shown():
        found = session.study().clusters
        st.subheader(_("Clusters"))
        _choices(found)


def details() -> None:
    """What marks each cluster, how far they agree with the named rules, how stable they are."""
    if shown():
        found = session.study().clusters
        _profiles(found)
        _agreement()
        _stability(found.method)


def _choices(found: Clusters) -> None:
    size = len(found.centres)
    st.slider(
        _("Number of clusters"),
        2,
        max(MOST, size),
        key=session.bind("cluster_count", max(2, size)),
        on_change=_choose,
    )
    names = {"kmeans": _("k-means"), "mixture": _("Mixture")}
    st.segmented_control(
        _("Method"),
        list(names),
        format_func=names.get,
        key=session.bind("cluster_method", found.method),
        on_change=_choose,
        required=True,
    )
    by = ", ".join(labels.indicator(key, _) for key in found.indicators)
    st.caption(_("Formed by the scores of: {indicators}.").format(indicators=by))


def _choose() -> None:
    want(session.chosen("cluster_count"), session.chosen("cluster_method"))


def _stability(method: str) -> None:
    """The table of numbers, on demand: it takes seconds."""
    more = st.expander(
        _("How many clusters are stable?"), key="cluster_stability", on_change="rerun"
    )
    if not more.open:
        return
    with more, st.spinner(_("Drawing the customers anew …")):
        found = session.attempt(lambda: numbers(method))
        if found is not None:
            st.markdown(clustering.verdict(found, _, session.language()))
            _numbers_table(found)


def _numbers_table(found: clustering.Numbers) -> None:
    config = st.column_config
    columns = {
        "k": config.NumberColumn(_("Clusters")),
        "stability": config.NumberColumn(_("Agreement"), format="%.2f"),
        "spread": config.NumberColumn(_("Standard deviation"), format="%.2f"),
        "silhouette": config.NumberColumn(_("Silhouette"), format="%.2f"),
        "bic": config.NumberColumn(_("BIC"), format="localized"),
    }
    kept = [name for name in columns if not found.table[name].isna().all()]
    st.dataframe(
        found.table[kept],
        hide_index=True,
        column_config=columns,
        placeholder="–",
        alt=_("Stability of each number of clusters"),
    )
    st.caption(
        _(
            "Judged on {count} customers: agreement of pairs of clusterings of drawn samples"
            " (adjusted Rand index), its standard deviation, and how far the groups lie apart."
        ).format(count=words.number(found.customers))
    )


def _profiles(found: Clusters) -> None:
    study, scored = session.study(), results.scores()
    codes = results.frame()["cluster"].to_numpy()
    rows = session.cached(
        "cluster_profiles",
        lambda: clustering.profile(scored, found, codes),
        *(study.as_of, study.scale, found),
    )
    table = pd.DataFrame(
        {
            _("Segment"): [escape(labels.segment(f"cluster_{one.cluster}", _)) for one in rows],
            _("Customers"): [
                f"{words.number(one.size)} ({words.percent(one.share)})" for one in rows
            ],
            _("What marks it"): [escape(clustering.words(one, _)) for one in rows],
        }
    )
    alt = _("Clusters with their size and what marks them")
    st.table(table, border="horizontal", hide_index=True, alt=alt)


def _agreement() -> None:
    study = session.study()
    named = study.model_copy(
        update={"scheme": "rfm_named", "segments": segmentation.default_rules()}
    )
    clusters, rules = results.frame()["cluster"], results.segment_codes(named)
    index = session.cached(
        "cluster_agreement",
        lambda: clustering.agreement(clusters, rules),
        *(study.as_of, study.scale, study.clusters, segmentation.thresholds(study)),
    )
    st.caption(
        _(
            "Agreement with the named RFM groups: adjusted Rand index {index}"
            " (1 the same groups, 0 no more than by chance)."
        ).format(index=words.number(index, 2))
    )
