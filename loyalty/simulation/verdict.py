"""Whether the forecasts held in the past, in one sentence, in the language of `_`."""

from loyalty.language import Translate, mark, percent
from loyalty.simulation.backtest import Backtest

FEW = mark("Illustrative: too few months of orders to test the forecasts on.")
NARROW = mark(
    "Illustrative: in the last {months} months the 90% bands held {share}, the 50% bands {half}."
)
VAGUE = mark("Illustrative: the bands are so wide that the last month alone told as much.")
HELD = mark("Back-tested: in the last {months} months the 90% bands held {share} of outcomes.")
WIDE = mark(
    "Back-tested, bands on the wide side: in the last {months} months the 90% bands held {share}."
)
REASONS = {"few": FEW, "narrow": NARROW, "vague": VAGUE}


def verdict(found: Backtest | None, _: Translate, language: str) -> str:
    """Calibrated with coverage, or illustrative with the reason; None is too short a history."""
    if found is None:
        return _(FEW)
    said = REASONS[found.reasons[0]] if found.reasons else WIDE if found.wide else HELD
    share, half = (percent(found.together[f"inside{band}"], language) for band in (90, 50))
    return _(said).format(months=found.months, share=share, half=half)
