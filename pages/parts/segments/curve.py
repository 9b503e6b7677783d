"""How the size of a segment follows a threshold: read it off, click it, or ask for a size."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from loyalty import labels, segmentation
from loyalty.charts import size_curve
from loyalty.segmentation import Curve, Solution
from loyalty.study import Condition, Rule, Study
from pages import _results as results
from pages import _session as session
from pages._session import _
from pages.parts.safe import escape
from pages.parts.segments import curve_words, rule_edits, thresholds, units
from pages.parts.segments.rule_edits import Path

KEPT = 2  # curves of a dataset: one of a million different values takes 50 MB
THRESHOLD, SEGMENT, SAID = "curve_threshold", "curve_segment", "curve_said"


@dataclass(frozen=True)
class Asked:
    """A threshold to draw the curve of.

    Attributes:
        study: the draft, in which a rule may compare with the threshold `name` for this purpose.
        label: what the threshold is called. unit: of its values. now: the value it has.
        put: writes another value into the draft.
    """

    study: Study
    name: str
    label: str
    unit: str
    now: float
    put: Callable[[float], None]


def show() -> None:
    """The curve of a threshold on a slider, for a segment that depends on it; on demand."""
    shown = thresholds.of_study(session.study())
    if not shown:
        return
    more = st.expander(
        _("How the size of a segment follows a threshold"),
        key="curve",
        icon=":material/show_chart:",
        on_change="rerun",
    )
    if not more.open:
        return
    with more:
        names = {key: thresholds.shown_label(one) for key, one in shown.items()}
        key = _choose(_("Threshold"), THRESHOLD, names)
        now = segmentation.thresholds(session.study())[key]
        asked = Asked(
            session.study(),
            key,
            thresholds.label(shown[key]),
            units.unit(shown[key].column),
            now,
            lambda value: thresholds.put(key, value),
        )
        _segments(asked)


def show_limit(rule: Rule, path: Path, test: Condition) -> None:
    """The curve of the limit of one condition, for the segment of its rule; on demand."""
    if not st.toggle(_("Show how the size follows this limit"), key="limit_curve"):
        return
    probed = segmentation.probe(session.study(), rule.key, path)
    asked = Asked(
        probed,
        segmentation.PROBE,
        labels.column(test.column, _),
        units.unit(test.column),
        segmentation.thresholds(probed)[segmentation.PROBE],
        lambda value: _set_limit(rule, path, value),
    )
    _picture(asked, _curve(asked), rule.key)


def _set_limit(rule: Rule, path: Path, value: float) -> None:
    rule_edits.apply(lambda study: segmentation.set_limit(study, rule.key, path, value), rule.key)


def _choose(label: str, key: str, names: dict[str, str]) -> str:
    """One of the names: the one chosen last while it is there, else the first."""
    before = session.picked(key)
    st.pills(
        label,
        list(names),
        format_func=names.get,
        key=session.bind(key, before if before in names else next(iter(names))),
        required=True,
        wrap=True,
    )
    return session.picked(key)


def _segments(asked: Asked) -> None:
    found = _curve(asked)
    sizes = found.sizes
    depend = [key for key in sizes if sizes[key].min() != sizes[key].max()]
    if not depend:
        st.info(_("No segment depends on this threshold with these customers."))
        return
    _picture(
        asked,
        found,
        _choose(_("Segment"), SEGMENT, {key: escape(labels.segment(key, _)) for key in depend}),
    )


def _curve(asked: Asked) -> Curve:
    """The curve, kept whatever value its own threshold has."""
    kept = session.cached("curves", dict)
    fixed = asked.study.change(
        thresholds=asked.study.thresholds | {asked.name: 1.0}, active_days=_fixed_days(asked)
    )
    scored = (asked.now,) if asked.study.group_by else ()  # scores may follow the threshold
    key = session.plain_key({"parts": (asked.name, *results.segment_parts(fixed), *scored)})
    found = kept.get(key)
    if found is None:
        found = segmentation.size_curve(results.frame(asked.study), asked.study, asked.name)
    kept[key] = found
    for old in list(kept)[:-KEPT]:
        kept.pop(old, None)
    return replace(found, now=asked.now)


def _fixed_days(asked: Asked) -> int:
    return 1 if asked.name == thresholds.ACTIVE else asked.study.active_days


def _picture(asked: Asked, found: Curve, segment: str) -> None:
    frame = size_curve.layout(segmentation.thin(found, segment))
    name = labels.segment(segment, _)
    session.pick_chart(
        size_curve.draw,
        frame,
        f"size_curve_{asked.name}_{segment}_{asked.now}",
        _("Customers in {segment} for every value of {threshold}").format(
            segment=name, threshold=asked.label
        ),
        lambda point: asked.put(float(point["value"])),
        threshold=asked.label,
        segment=name,
        days=found.days,
    )
    curve_words.show(found, segment, asked.unit)
    _targets(asked, found, segment)


def _targets(asked: Asked, found: Curve, segment: str) -> None:
    """A size to be reached: a third less, a third more, or exactly so many."""
    size = found.size(segment)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for key, text, factor in (
            ("smaller", _("A third smaller"), 2 / 3),
            ("larger", _("A third larger"), 4 / 3),
        ):
            st.button(
                text,
                key=f"curve_{key}",
                on_click=_solve,
                args=(asked, found, segment, round(size * factor)),
            )
        st.number_input(
            _("Exactly so many customers"),
            min_value=0,
            key=session.bind("curve_target", size),
            on_change=lambda: _solve(asked, found, segment, session.chosen("curve_target")),
            width=240,
        )
    _answer(asked, found, segment)


def _answer(asked: Asked, found: Curve, segment: str) -> None:
    """What became of the size asked for last, while the threshold stays where that put it."""
    least, most = segmentation.within_reach(found, segment)
    said = session.picked(SAID)
    if not said or said[:2] != (asked.name, segment):
        return
    _name, _segment, target, solution, before = said
    if target < least or target > most:
        if asked.now in (before, solution.value):
            curve_words.out_of_reach(found, segment, target, solution)
        if asked.now == before != solution.value:
            _offer(asked, found, solution)
    elif asked.now == solution.value:
        curve_words.achieved(found, target, solution)


def _offer(asked: Asked, found: Curve, solution: Solution) -> None:
    """The value that comes nearest, for those who want it all the same."""
    st.button(
        _("Set it to {value}").format(value=escape(curve_words.value(found, solution.value))),
        key="curve_nearest",
        on_click=asked.put,
        args=(solution.value,),
    )


def _solve(asked: Asked, found: Curve, segment: str, target: int | None) -> None:
    """Set the threshold whose size is nearest to the target, and remember what to say.

    A size that no value gives is said only: nobody means an extreme by it.
    """
    if target is None:
        return
    solution = segmentation.solve(found, segment, target)
    session.bind(SAID, (asked.name, segment, target, solution, asked.now))
    least, most = segmentation.within_reach(found, segment)
    if least <= target <= most:
        asked.put(solution.value)
