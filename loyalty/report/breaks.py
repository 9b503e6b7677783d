"""Where the journey breaks: hand-overs that fail, and the touchpoints that hurt."""

import pandas as pd

from loyalty.journey import pains
from loyalty.journey.handover_findings import handover_sentence, pair_label
from loyalty.journey.handovers import ENOUGH
from loyalty.journey.pain_findings import pain_sentence, points
from loyalty.journey.pains import NOTHING, REPURCHASE
from loyalty.journey.stage_map import shown
from loyalty.report import published
from loyalty.report.markup import Markup, html, table
from loyalty.report.matters import compared, orders_only, section
from loyalty.report.view import View

MOST = 5


def breaks(view: View) -> Markup:
    """Both sections; one that the data cannot give is left out."""
    return html(_handovers(view), _pains(view))


def handovers(view: View) -> pd.DataFrame:
    """Hand-overs that may be published: first those between touchpoints."""
    return published.handovers(view.found.handovers)


def hurting(view: View) -> pd.DataFrame:
    """Pain points of the figures that may be published; see `loyalty.journey.pains`."""
    rows = view.journey()
    rows = rows[rows["customers"].notna() & rows["feeling"].notna()]
    rows = rows.assign(drop_off=1 - rows["conversion"])
    told = compared(view)
    return pains.of(rows, None if told is None else told.rows)


def _handovers(view: View) -> Markup | None:
    _, study = view.translate, view.found.study
    rows = handovers(view)
    if rows.empty or orders_only(view):
        return None
    levels = [rows[rows["level"] == level] for level in ("touchpoint", "channel")]
    said = [handover_sentence(part, study, _) for part in levels if len(part)]
    note = _(
        "Shown are pairs that are normal: at least a quarter come, more than after visits in"
        " general, and not by way of two other hand-overs."
    )
    caveat = _(
        "Descriptive, not causal: who goes on differs from who does not. Purchases are not"
        " compared where the second is or holds a purchase or comes of one, nor with fewer than"
        " {enough} customers of either kind."
    ).format(enough=ENOUGH)
    worst = pd.concat([part.head(MOST) for part in levels])[:MOST]
    listed = _handover_table(view, worst)
    return section(_("Which hand-overs break?"), said, listed, [note, caveat])


def _handover_table(view: View, rows: pd.DataFrame) -> Markup:
    _ = view.translate
    header = [
        _("Hand-over"), _("Customers"), _("Did not come"), _("Share who came"),
        _("Buy less, points (95% interval)"), _("Buyers at stake"),
    ]  # fmt: skip
    body = [
        [
            pair_label(row, _),
            view.people(row["customers"]),
            view.people(row["broken"]),
            view.percent(row["followed_share"]),
            _points(view, row, ("lost_conversion", "lost_low", "lost_high")),
            view.number(row["lost_customers"] if row["lost_low"] > 0 else float("nan")),
        ]
        for _place, row in rows.iterrows()
    ]
    return table(header, body, numbers=(1, 2, 3, 4, 5))


def _pains(view: View) -> Markup | None:
    _, found = view.translate, hurting(view)
    if found.empty:
        return None
    said = pain_sentence(found, view.found.study.journey.within_days, True, _)
    worst = found[found["pain"] > 0].head(MOST)
    listed = _pain_table(view, worst) if len(worst) else Markup("")
    notes = _pain_notes(view, worst) if len(worst) else []
    return section(_("Where does it hurt?"), [said], listed, notes)


def _pain_notes(view: View, rows: pd.DataFrame) -> list[str]:
    _ = view.translate
    ranks = _("Descriptive, not causal: the product ranks, it forecasts no gain. As of {day}.")
    last = ranks.format(day=view.day())
    if rows["effect_of"].iloc[0] == NOTHING:
        product = _(
            "Pain = customers × how far the feeling lies below the line (0 to 1). Nothing else is"
            " known, so all pain points are uncertain."
        )
        return [product, last]
    if not _bought(rows):
        product = _(
            "Pain = customers × how far the feeling lies below the line (0 to 1) × the share that"
            " has not reached the next stage. No loss of repurchases is sure at any touchpoint, so"
            " all pain points are uncertain."
        )
        return [product, last]
    product = _(
        "Pain = customers × how far the feeling lies below the line (0 to 1) × effect. The"
        " effect is the difference in repurchase between a good and a bad experience. Certain:"
        " at least 30 scores, the interval of the feeling below the line, and a difference"
        " that is hardly chance."
    )
    others = _(
        "Without an interval, too few had either: the mean of the touchpoints where it is sure"
        " stands in."
    )
    return [product, last] if rows["measured"].all() else [product, others, last]


def _bought(rows: pd.DataFrame) -> bool:
    """Whether the effect is one on repurchase, else a drop-off."""
    return bool(rows["effect_of"].iloc[0] == REPURCHASE)


def _pain_table(view: View, rows: pd.DataFrame) -> Markup:
    _ = view.translate
    fewer = _("Fewer buy again after a bad experience, points (95% interval)")
    stands_in = _("Have not reached the next stage, in per cent")
    of = fewer if _bought(rows) else stands_in
    header = [
        _("Touchpoint"), _("Customers"), _("Mean feeling (95 % interval)"), of, _("Certainty"),
    ]  # fmt: skip
    certain = {True: _("certain"), False: _("uncertain")}
    body = [
        [
            shown(row["touchpoint"], _),
            view.people(row["customers"]),
            view.feeling(row["feeling"], row["feeling_low"], row["feeling_high"]),
            _points(view, row, ("effect", "effect_low", "effect_high")),
            certain[bool(row["sure"])],
        ]
        for _place, row in rows.iterrows()
    ]
    return table(header, body, numbers=(1, 2, 3))


def _points(view: View, row: pd.Series, names: tuple[str, str, str]) -> str:
    """A difference in percentage points with its interval, where it has one."""
    middle, low, high = (row[name] for name in names)
    if middle != middle:
        return view.number(middle)
    return (
        view.around(points(middle), view.to(points(low), points(high)))
        if low == low
        else points(middle)
    )
