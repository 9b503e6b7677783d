"""The touchpoints with their numbers; the stage of each can be chosen."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from loyalty import journey
from loyalty.journey import feeling_interval
from loyalty.journey.findings import score
from loyalty.journey.measures import touchpoint_rows
from loyalty.journey.stage_map import UNASSIGNED, natural, stage_keys, stage_label
from loyalty.language import percent
from pages import _session as session
from pages._session import _
from pages.parts.journey import results, segment_source

COLUMNS = [
    "touchpoint", "stage", "customers", "feeling", "feeling_interval", "scored", "conversion",
    "conversion_interval", "drop_off", "days", "days_low", "days_high", "events", "journeys",
    "journey_share", "complaint_share", "repeated", "repeat_share",
]  # fmt: skip
HOURS = {"days": "median_hours", "days_low": "hours_low", "days_high": "hours_high"}
SHARES = ["conversion", "drop_off", "journey_share", "complaint_share", "repeat_share"]


def show() -> None:
    """One row per touchpoint; a changed stage goes into the draft at once."""
    st.subheader(_("Touchpoints and their stages"))
    frame = _frame()
    _unassigned(frame)
    st.data_editor(
        frame.assign(touchpoint=[journey.shown(name, _) for name in frame["touchpoint"]]),
        key=_editor_key(),
        hide_index=True,
        disabled=[name for name in COLUMNS if name != "stage"],
        column_order=_known(frame),
        on_change=_set_stages,
        column_config=_columns(),
        placeholder="–",
        alt=_("Touchpoints with their stage, customers, feeling and conversion"),
    )
    _proposal()


def _frame() -> pd.DataFrame:
    """The rows as they were shown, also for the callback of the run after."""
    return session.cached(
        "stage_table", _rows, *results.parts(), session.study().journey.complaint_days
    )


def _rows() -> pd.DataFrame:
    """Rows without a stage first, then in stage order."""
    rows = touchpoint_rows(feeling_interval.told(results.table(), segment_source.scale()))
    rows = rows.iloc[_order(rows)].reset_index(drop=True)
    known = {name: rows[name] for name in rows}
    known |= {name: (rows[hours].to_numpy() / 24).round(1) for name, hours in HOURS.items()}
    known |= {name: rows[name].to_numpy().round(2) for name in SHARES}
    for name, write in {"feeling": score, "conversion": percent}.items():
        known[f"{name}_interval"] = _interval(rows[f"{name}_low"], rows[f"{name}_high"], write)
    return pd.DataFrame({name: known[name] for name in COLUMNS})


def _order(rows: pd.DataFrame) -> list[int]:
    places = {key: place for place, key in enumerate([UNASSIGNED, *stage_keys(session.study())])}
    names = zip(rows["stage"], rows["touchpoint"], strict=True)
    keys = [(places[stage], natural(name)) for stage, name in names]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _known(frame: pd.DataFrame) -> list[str]:
    """The columns, without those of feelings where nobody told one."""
    felt = frame["feeling"].notna().any()
    return [
        name for name in COLUMNS if felt or name not in ("feeling", "feeling_interval", "scored")
    ]


def _interval(low: pd.Series, high: pd.Series, write: Callable[[float], str]) -> list[str | None]:
    ends = zip(low, high, strict=True)
    return [None if a != a else f"{write(a)} … {write(b)}" for a, b in ends]


def _unassigned(frame: pd.DataFrame) -> None:
    count = int((frame["stage"] == journey.UNASSIGNED).sum())
    if count:
        st.info(
            _(
                "Touchpoints without a stage: {count}. Their names say nothing we know; choose a"
                " stage in the table."
            ).format(count=count),
            icon=":material/help:",
        )


def _proposal() -> None:
    st.caption(
        _(
            "The stage is proposed from the touchpoint's name; click it to choose another. The"
            " interval of a feeling is a 95% t-interval of its scored events, within the scale and"
            " from {count} scores on; that of a share a 95% Wilson interval."
        ).format(count=feeling_interval.FEWEST)
    )
    if session.study().stages:
        st.button(
            _("Back to the proposed stages"),
            key="stages_proposed",
            icon=":material/restart_alt:",
            on_click=lambda: session.change(stages={}),
        )


def _editor_key() -> str:
    """A new editor for every version of the draft, so that undo shows at once."""
    return f"stages_{session.state().version}_{session.language()}"


def _set_stages() -> None:
    names = _frame()["touchpoint"]
    edits = session.chosen(_editor_key())["edited_rows"].items()
    chosen = {
        names[int(row)]: edit["stage"] for row, edit in edits if edit.get("stage") in _stages()
    }
    session.change(stages=journey.with_stages(session.study(), chosen))


def _columns() -> dict[str, object]:
    config = st.column_config
    whole, share, days = {"format": "localized"}, {"format": "percent"}, {"format": "%.1f"}
    return {
        "touchpoint": config.TextColumn(_("Touchpoint"), pinned=True),
        "stage": config.SelectboxColumn(
            _("Stage"), options=_stages(), format_func=_label, required=True
        ),
        "customers": config.NumberColumn(_("Customers"), **whole),
        "feeling": config.NumberColumn(_("Feeling"), format="%.2f"),
        "feeling_interval": config.TextColumn(_("95% interval")),
        "scored": config.NumberColumn(_("Scores"), **whole),
        "conversion": config.NumberColumn(_("Reach next"), help=_reach(), **share),
        "conversion_interval": config.TextColumn(_("95% interval")),
        "drop_off": config.NumberColumn(_("Drop-off"), help=_lost(), **share),
        "days": config.NumberColumn(_("Median days"), help=_days(), **days),
        "days_low": config.NumberColumn(_("Days: first quarter"), **days),
        "days_high": config.NumberColumn(_("Days: third quarter"), **days),
        "events": config.NumberColumn(_("Events"), **whole),
        "journeys": config.NumberColumn(_("Journeys"), **whole),
        "journey_share": config.NumberColumn(_("Share of journeys"), **share),
        "complaint_share": config.NumberColumn(_("Complaint share"), help=_complain(), **share),
        "repeated": config.NumberColumn(_("Come again"), help=_again(), **whole),
        "repeat_share": config.NumberColumn(_("Share who come again"), **share),
    }


def _reach() -> str:
    return _("Share of the touchpoint's customers who later reach the next stage.")


def _lost() -> str:
    return _("Share of the touchpoint's customers who have not reached the next stage so far.")


def _days() -> str:
    return _("From a customer's first event here to the first later one in the next stage.")


def _complain() -> str:
    return _("Share of the touchpoint's customers who complain within {days} days.").format(
        days=session.study().journey.complaint_days
    )


def _again() -> str:
    return _("Customers who come here more than once in one journey.")


def _label(stage: str) -> str:
    return stage_label(stage, _)


def _stages() -> list[str]:
    return [*stage_keys(session.study()), UNASSIGNED]
