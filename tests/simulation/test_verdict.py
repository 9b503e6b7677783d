"""The verdict in words says what the figures say."""

from dataclasses import replace

import pandas as pd
import pytest

from loyalty.simulation.backtest import Backtest
from loyalty.simulation.verdict import verdict

COVERAGE = {
    "inside90": 0.91, "low90": 0.8, "high90": 0.97, "inside50": 0.52, "low50": 0.4, "high50": 0.6,
}  # fmt: skip


def judged(months=6, crps=0.5, **coverage):
    together = pd.Series(COVERAGE | coverage)
    scores = pd.DataFrame([{"crps": crps, "naive_error": 1.0, **together}])
    return Backtest(pd.DataFrame(), pd.DataFrame(), scores, together, months, 100)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (judged(), "Back-tested: in the last 6 months the 90% bands held 91% of outcomes."),
        (judged(low50=0.51), "Back-tested, bands on the wide side: in the last 6 months"),
        (judged(months=2), "Illustrative: too few months"),
        (judged(inside90=0.7), "in the last 6 months the 90% bands held 70%, the 50% bands 52%."),
        (judged(crps=2, low50=0.51), "Illustrative: the bands are so wide"),
        (None, "Illustrative: too few months"),
    ],
)
def test_each_verdict_has_its_words(found, said):
    told = verdict(found, str, "en")
    assert said in told
    calibrated = found is not None and found.verdict == "calibrated"
    assert told.startswith("Back-tested") == calibrated


def test_it_speaks_the_language_of_the_reader():
    told = verdict(replace(judged(), months=4), lambda text: "~" + text, "zh_CN")
    assert told.startswith("~Back-tested: in the last 4 months")
