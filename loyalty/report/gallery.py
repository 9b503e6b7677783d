"""Which pictures the summary shows."""

from loyalty import scoring, segmentation
from loyalty.charts import (
    experience_effect,
    funnel,
    gain,
    index_histogram,
    monthly,
    purchase_path,
    removal_effect,
    shares,
    theme,
)
from loyalty.charts.journey_map import layout, picture
from loyalty.charts.lanes import WIDTH
from loyalty.journey import pains
from loyalty.journey.blueprint import Blueprint
from loyalty.report import breaks, matters, pictures, published
from loyalty.report.markup import Markup
from loyalty.report.pictures import Picture
from loyalty.report.strategies import names
from loyalty.report.view import View
from loyalty.simulation.result import BANDS

MOST = 1000  # touchpoints the map is given


def draw(view: View) -> dict[str, Markup]:
    """All pictures the data can give, by name."""
    chosen = {
        "index": _index(view),
        "segments": _segments(view),
        "months": _months(view),
        "journey": _journey(view),
        "funnel": _funnel(view),
        "removal": _removal(view),
        "experience": _experience(view),
        "path": _path(view),
        "strategies": _strategies(view),
    }
    return pictures.draw({name: one for name, one in chosen.items() if one})


def _index(view: View) -> Picture | None:
    _ = view.translate
    bars = view.histogram()
    if bars.empty:
        return None
    names = tuple(scoring.level_names(view.found.study))
    chart = index_histogram.draw(bars, _, levels=names, height=180)
    return Picture(chart, _("Histogram of the loyalty index, coloured by level"))


def _segments(view: View) -> Picture | None:
    _ = view.translate
    sizes = view.segments()
    sizes = sizes[sizes["customers"].notna()]
    if sizes.empty:
        return None
    keys, colours = tuple(sizes["key"]), segmentation.colours(view.found.study)
    chart = shares.draw(sizes, _, keys=keys, colours=shares.colours_of(keys, colours))
    return Picture(chart, _("Segments by share of customers and share of spend"))


def _months(view: View) -> Picture | None:
    _ = view.translate
    trend = published.months(view.found.months)
    if not trend["customers"].notna().any():
        return None
    chart = monthly.draw(trend, _, height=180)
    return Picture(chart, _("Customers who ordered by month, new and returning"))


def _journey(view: View) -> Picture | None:
    _ = view.translate
    rows = view.journey()
    if not rows["feeling"].notna().any():
        return None
    known = rows[rows["touchpoint"].notna() & rows["customers"].notna()]
    most = known.sort_values("customers", ascending=False, kind="stable").index[:MOST]
    shown = rows[rows["touchpoint"].isna() | rows.index.isin(most)].reset_index(drop=True)
    sheet = Blueprint(cards=view.found.study.journey.cards)
    marks = pains.marks(shown, breaks.hurting(view))
    chart = picture.draw(layout.layout(shown, _, sheet, marks), _)
    told = _("Journey map: customers, feelings and touchpoints per stage")
    return Picture(chart, told, width=round(WIDTH))


def _funnel(view: View) -> Picture | None:
    _ = view.translate
    rows = view.journey()
    rows = rows[rows["touchpoint"].isna()]
    if not rows["reached"].notna().any():
        return None
    lost = rows["customers"] - rows["reached"]
    frame = funnel.layout(rows.assign(lost=lost, drop_off=1 - rows["conversion"]), _)
    return Picture(funnel.draw(frame, _), _("Customers per stage and the share who go on"))


def _removal(view: View) -> Picture | None:
    told = matters.removal(view)
    if told is None or not (told.rows["removal_effect"] > 0).any():
        return None
    frame = removal_effect.layout(told.rows.head(matters.MOST), view.translate)
    chart = removal_effect.draw(frame, view.translate, labels=tuple(frame["label"]))
    return Picture(chart, told.sentence)


def _experience(view: View) -> Picture | None:
    told = matters.compared(view)
    if told is None:
        return None
    frame = experience_effect.layout(told.rows, view.translate)
    if frame.empty:
        return None
    strongest = frame["difference"].abs().sort_values(ascending=False).index[: matters.MOST]
    frame = frame[frame.index.isin(strongest)]
    chart = experience_effect.draw(frame, view.translate, labels=tuple(frame["label"]))
    return Picture(chart, told.sentence)


def _path(view: View) -> Picture | None:
    _ = view.translate
    rows = view.path()
    rows = rows[rows["reached"].notna()]
    if rows.empty:
        return None
    chart = purchase_path.draw(purchase_path.layout(rows, _), _)
    return Picture(chart, _("Purchases from the first to the sixth and the days between them"))


def _strategies(view: View) -> Picture | None:
    _ = view.translate
    result = view.found.simulated
    if result is None or not result.strategies:
        return None
    rows = result.decision()
    places = [place if place < len(theme.SCENARIOS) else -1 for place in range(len(rows))]
    frame = rows[["chance", *(f"gain_{band}" for band in BANDS)]].set_axis(
        ["chance", *BANDS], axis=1
    )
    frame = frame.assign(label=rows["strategy"].map(names(view)), colour=places)
    frame = frame.sort_values("p50", ascending=False, kind="stable")
    chart = gain.rank(frame, _, labels=tuple(frame["label"]), height=60 + 30 * len(frame))
    return Picture(chart, _("Gain of every strategy at the end, with 50 and 90 % ranges"))
