"""What weights by group come to: index and levels of each group, by own and by common weights."""

import numpy as np
import pandas as pd
import streamlit as st

from loyalty import scoring, segmentation, weights
from loyalty.study import Study
from loyalty.weights import group_results, groups
from loyalty.weights.group_results import FEW, Members
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.weights import group_names, parts_of_whole


def members() -> Members:
    """Who is in which group of the draft."""
    study, customers = session.study(), results.grouped()
    return session.cached(
        "group_members",
        lambda: group_results.members(customers, study),
        study.as_of,
        study.group_by,
        list(study.group_weights),
        segmentation.thresholds(study),
    )


def common() -> Study:
    """The draft with one set of weights for all."""
    return session.study().model_copy(update={"group_by": None, "group_weights": {}})


def rows() -> pd.DataFrame:
    """The groups of the draft: see `loyalty.weights.group_results.by_group`."""
    study, found = session.study(), members()
    own, shared = ((results.index(one)[0], results.level_codes(one)) for one in (study, common()))
    return session.cached(
        "by_group",
        lambda: group_results.by_group(found, own, shared, len(study.levels)),
        *results.index_parts(study),
        *results.index_parts(common()),
        study.levels,
    )


def show(found: pd.DataFrame) -> None:
    """Pictures of weights and levels, the table of means, and how to read them."""
    left, right = st.columns(2, gap="large")
    with left:
        _in_effect(found)
    with right:
        _levels()
    st.markdown(_("**Mean index of each group, by the common weights and by its own**"))
    _table(found)
    st.caption(
        _(
            "**How scores stay comparable.** Every customer is scored on the same frozen scale and"
            " each set of weights sums to 1, so 0 and 100 mean the same in every group: all"
            " indicators of the set at the low end, or at the high end. But the mix differs. A"
            " difference between groups is one between customers only by the common weights;"
            " by own weights it is partly one between the sets."
        )
    )


def _in_effect(found: pd.DataFrame) -> None:
    st.markdown(_("**What counts in each group**"))
    st.caption(_("Weights in effect: what the data lack is shared among the rest."))
    sets = groups.sets(session.study(), results.scores().keys)
    present = found.loc[found["customers"] > 0, "value"]
    rows = {group_names.name(value): sets.get(value, sets[None]) for value in present}
    parts_of_whole.families(rows, "group_weights")
    alike = len({tuple(sorted(one.items())) for one in rows.values()}) == 1
    if session.study().group_weights and alike:
        st.info(
            _(
                "In effect all groups have the same weights: their sets are equal, or differ only"
                " in what the data lack."
            )
        )


def _levels() -> None:
    st.markdown(_("**Levels in each group**"))
    names = {"own": _("By own weights"), "common": _("By common weights")}
    chosen = st.segmented_control(
        _("Levels in each group"),
        list(names),
        format_func=names.get,
        key="group_levels_by",
        default="own",
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    codes = results.level_codes(session.study() if chosen == "own" else common())
    keys = scoring.level_names(session.study())
    found = group_results.level_shares(members(), codes, keys)
    rows = found.assign(label=[group_names.name(value) for value in found["value"]])
    parts_of_whole.levels(rows, "group_levels", _("Share of the group's customers"))


def _table(found: pd.DataFrame) -> None:
    frame = pd.DataFrame(
        {
            "group": [group_names.name(value) for value in found["value"]],
            "customers": found["customers"],
            "with_level": found["with_level"],
            "common": found["common"],
            "own": found["own"],
            "change": (found["own"] - found["common"]).round(2).replace(0, None),
            "changing": found["changing"],
            "carried": _carried(found["value"]),
        }
    )
    if found["few"].any():
        few = _("fewer than {count} customers").format(count=FEW)
        frame["few"] = np.where(found["few"], few, None)
    st.dataframe(
        frame,
        hide_index=True,
        column_config=_columns(),
        placeholder="–",
        alt=_("Groups with their mean index by common and by own weights"),
    )


def _carried(values: pd.Series) -> list[float]:
    """Per cent of each group's weights that the data can give."""
    study, available = session.study(), results.scores().keys
    sets = [study.group_weights.get(value) for value in values]
    return [
        100 * weights.coverage(study.model_copy(update=dict(one)) if one else study, available)
        for one in sets
    ]


def _columns() -> dict[str, object]:
    config = st.column_config
    return {
        "group": config.TextColumn(_("Group"), pinned=True, width=160),
        "customers": config.NumberColumn(_("Customers"), format="localized", width=85),
        "with_level": config.NumberColumn(
            _("With a level"), format="localized", width=95, help=_("The means are over these.")
        ),
        "common": config.NumberColumn(
            _("Common"), format="%.1f", width=90, help=_("Mean index by the common weights")
        ),
        "own": config.NumberColumn(
            _("Own"), format="%.1f", width=70, help=_("Mean index by the group's own weights")
        ),
        "change": config.NumberColumn(_("Change"), format="%+.1f", width=75),
        "changing": config.NumberColumn(
            _("Other level"),
            format="localized",
            width=105,
            help=_("Customers whose level is another than by the common weights"),
        ),
        "carried": config.NumberColumn(
            _("Carried"),
            format="%.0f%%",
            width=85,
            help=_("Share of the group's weights that the data can give"),
        ),
        "few": config.TextColumn(_("Note"), width=170),
    }
