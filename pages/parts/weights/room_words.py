"""Pairwise judgements as people say and write them: 5, 1/3, 5:1, Purchase over Usage 5."""

import re
from collections.abc import Sequence

import numpy as np

from loyalty import labels
from loyalty.indicators import FAMILIES
from loyalty.language import listed, mark
from loyalty.weights import Triad
from pages._session import _

WRITTEN = r"^(1/)?([1-9]|[1-8]\.[0-9]+)$"
STRENGTHS = {
    1.5: mark("Both matter the same"),
    4: mark("{item} matters moderately more"),
    6: mark("{item} matters strongly more"),
    8: mark("{item} matters very strongly more"),
    np.inf: mark("{item} matters extremely more"),
}


def item(key: str) -> str:
    """The name of a family or an indicator."""
    return labels.family(key, _) if key in FAMILIES else labels.indicator(key, _)


def named(keys: Sequence[str]) -> str:
    """The names of several, in one line."""
    return listed(map(item, keys), _)


def written(value: float) -> str:
    """A judgement as a cell of the matrix: 5, 1, 1/3, 2.5; empty where there is none."""
    if np.isnan(value):
        return ""
    return f"{value:.3g}" if value >= 1 else f"1/{1 / value:.3g}"


def read(text: str | None) -> float | None:
    """What `written` wrote; None for an empty cell. ValueError for anything else."""
    text = (text or "").strip()
    if not text:
        return None
    if not re.match(WRITTEN, text):
        raise ValueError(text)
    over, _slash, below = text.rpartition("/")
    return 1 / float(below) if over else float(below)


def odds(value: float) -> str:
    """A judgement as odds of the first to the second: 5:1, 1:1, 1:3."""
    return f"{value:.3g}:1" if value >= 1 else f"1:{1 / value:.3g}"


def strength(first: str, second: str, value: float) -> str:
    """A judgement in words, after Saaty's scale: Purchase matters strongly more."""
    stronger, times = (first, value) if value >= 1 else (second, 1 / value)
    said = next(text for above, text in STRENGTHS.items() if times < above)
    return _(said).format(item=item(stronger))


def judgement(first: str, second: str, value: float) -> str:
    """A judgement with its number: Purchase over Usage 5."""
    if np.isclose(value, 1):
        return _("{first} equal to {second}").format(first=item(first), second=item(second))
    stronger, weaker = (first, second) if value > 1 else (second, first)
    return _("{first} over {second} {times}").format(
        first=item(stronger), second=item(weaker), times=f"{max(value, 1 / value):.3g}"
    )


def triad(found: Triad, items: Sequence[str], values: np.ndarray) -> str:
    """The three judgements that disagree most, and what two of them say about the third."""
    i, j, k = found.i, found.j, found.k
    first, second, third = (items[place] for place in (i, j, k))
    return _("{one}, {two}: together {implied}. But the judgement is: {third}.").format(
        one=judgement(first, second, values[i, j]),
        two=judgement(second, third, values[j, k]),
        implied=judgement(first, third, values[i, j] * values[j, k]),
        third=judgement(first, third, values[i, k]),
    )
