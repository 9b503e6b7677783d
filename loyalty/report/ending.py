"""The end of the summary: findings about the data, the choices made, the versions."""

from collections import Counter

from loyalty import labels, weights
from loyalty.language import listed, mark
from loyalty.outputs import versions
from loyalty.report.markup import Markup, element, html, table
from loyalty.report.view import View

KINDS = {
    "rejected": mark("Rows left out"),
    "coerced": mark("Values changed"),
    "assumed": mark("Rules applied"),
    "note": mark("Notes"),
}


def problems(view: View) -> Markup:
    """What reading the files found, without values from them."""
    _ = view.translate
    head = element("h2", _("Data problems"))
    told = [*view.problems, *view.found.notes]
    if not told:
        return html(head, element("p", _("Reading the files found nothing to report.")))
    totals = Counter(str(one.kind) for one in told)
    pair = _("{name}: {value}")
    line = [pair.format(name=_(KINDS[kind]), value=totals[kind]) for kind in KINDS if totals[kind]]
    header = [_("Kind"), _("File"), _("Column"), _("Count"), _("Finding")]
    rows = [
        [_(KINDS[one.kind]), one.file, one.column, view.people(one.count), one.sentence(_)]
        for one in told
    ]
    return html(head, element("p", listed(line, _)), table(header, rows, numbers=(3,)))


def choices(view: View) -> Markup:
    """The study: its day, weights, scale, thresholds and simulation."""
    _ = view.translate
    study = view.found.study
    rows = [
        [_("As of"), view.day()],
        [_("Active: last order within"), _("{days} days").format(days=study.active_days)],
        [_("Simulated months"), view.number(study.months)],
        [_("Draws"), view.number(study.draws)],
        [_("Seed"), str(study.seed)],
    ]
    return html(
        element("h2", _("Choices of this study")),
        table([_("Choice"), _("Value")], rows),
        _indicators(view),
    )


def made_with(view: View) -> Markup:
    """Versions of the programs that made these figures."""
    _ = view.translate
    found = ", ".join(f"{name} {version}" for name, version in versions().items())
    return element("p", _("Made with {versions}.").format(versions=found), class_="versions")


def _indicators(view: View) -> Markup:
    """What the index rests on: share, scale, and why an indicator is missing."""
    _ = view.translate
    found, study = view.found, view.found.study
    effective = weights.effective(study, set(study.scale) - set(found.unavailable))
    header = [_("Indicator"), _("Family"), _("Counts"), _("Scale (5 % to 95 %)"), _("Note")]
    rows = []
    for one in labels.INDICATORS.values():
        caps, reason = study.scale.get(one.key), found.unavailable.get(one.key)
        scale = view.ends(caps.low, caps.high, 2) if caps else "–"
        note = _("Unavailable: {reason}.").format(reason=_(reason)) if reason else ""
        share = view.percent(effective.get(one.key, 0.0))
        rows.append(
            [labels.indicator(one.key, _), labels.family(one.family, _), share, scale, note]
        )
    return table(header, rows, numbers=(2, 3))
