"""How many clusters: the number whose groups come out again when the customers are drawn anew.

For each number two bootstrap samples are clustered, every customer is sorted by both, and the
adjusted Rand index says how far they agree; the mean over `PAIRS` such pairs is the stability
(Ben-Hur, Elisseeff & Guyon 2002; Lange et al. 2004; in this form Dolnicar & Leisch 2010, who made
it for market segments). The suggestion is the most stable number, or a larger one within one
standard error of it. Where none reaches `STABLE` we say so; Hennig (2007) holds clusters below
0.6 for not to be trusted, which he says of a Jaccard index: that we use it here is our judgement.

A stable clustering can be repeated; that does not prove that customers fall into separate groups:
an even square is cut into its four quarters again and again. The silhouette (Rousseeuw 1987) says
how far apart the groups lie, 1 far and 0 touching; up to `TOUCHING` there is no substantial
structure (Kaufman & Rousseeuw 1990), and `verdict` says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from loyalty.clustering.comparison import agreement
from loyalty.clustering.learning import PER_CLUSTER, check, different, model, one_thread
from loyalty.clustering.points import points
from loyalty.language import Translate, mark, number, sentences
from loyalty.scoring import Scores

PAIRS = 10
STABLE = 0.6
TOUCHING = 0.25
SAMPLE = {"kmeans": 5_000, "mixture": 2_500}  # a mixture takes some four times as long
SILHOUETTE_SAMPLE = 2_000

STEADY = mark(
    "{k} clusters come out again when the customers are drawn anew: agreement {stability}, where 1 "
    "is always the same and 0 is chance."
)
CLOSE = mark(
    "They lie close together (silhouette {silhouette}, where 1 is far apart): a cut that can be "
    "repeated, not groups with gaps between them."
)
UNSTEADY = mark(
    "No number of clusters is stable: when the customers are drawn anew, {k} clusters agree only "
    "{stability}, where 1 is always the same and 0 is chance. Use rules instead, or other "
    "indicators."
)


@dataclass(frozen=True)
class Numbers:
    """What is known of each number of clusters.

    Attributes:
        method: "kmeans" or "mixture". customers: how many it was judged on.
        table: one row per number: k, stability (mean adjusted Rand index), spread (its standard
            deviation over the pairs), silhouette, bic (mixture; lower is better; else NaN).
        suggested: the number by stability. stable: whether its stability reaches `STABLE`.
    """

    method: str
    customers: int
    table: pd.DataFrame
    suggested: int
    stable: bool


def numbers(
    scored: Scores,
    indicators: Sequence[str],
    ks: Iterable[int] = range(2, 9),
    method: str = "kmeans",
    seed: int = 1,
) -> Numbers:
    """Stability of each number of clusters, on at most `SAMPLE` customers with all indicators.

    Numbers (each at least 2) too large for the customers there are, are left out.

    Raises:
        Refused: there is no indicator, or too few different customers for any of the numbers.
    """
    found = points(scored, indicators, SAMPLE[method], seed)
    wanted = sorted(set(ks))
    check(found, wanted[0])
    most = min(different(found), len(found) // PER_CLUSTER)
    with one_thread():
        rows = [_row(found, k, method, seed) for k in wanted if k <= most]
    table = pd.DataFrame(rows)
    stable = bool(table["stability"].max() >= STABLE)
    return Numbers(method, len(found), table, suggest(table), stable)


def suggest(table: pd.DataFrame) -> int:
    """The largest k within one standard error of the most stable; a stable one if any is."""
    stability, spread = table["stability"].to_numpy(), table["spread"].to_numpy()
    best = int(stability.argmax())
    bar = stability[best] - spread[best] / np.sqrt(PAIRS)
    if stability[best] >= STABLE:
        bar = max(bar, STABLE)
    return int(table["k"].to_numpy()[stability >= bar].max())


def verdict(found: Numbers, _: Translate = str, language: str = "en") -> str:
    """The suggestion in one or two sentences."""
    row = next(row for row in found.table.to_dict("records") if row["k"] == found.suggested)
    texts = [STEADY if found.stable else UNSTEADY]
    if found.stable and row["silhouette"] <= TOUCHING:
        texts.append(CLOSE)
    told = {name: number(row[name], language, 2) for name in ("stability", "silhouette")}
    return sentences([_(text).format(k=found.suggested, **told) for text in texts], _)


def _row(found: np.ndarray, k: int, method: str, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng([seed, k])
    agreed = [
        agreement(_redrawn(found, k, method, rng), _redrawn(found, k, method, rng))
        for _pair in range(PAIRS)
    ]
    learned = model(found, k, method, seed)
    return {
        "k": k,
        "stability": float(np.mean(agreed)),
        "spread": float(np.std(agreed, ddof=1)),
        "silhouette": _silhouette(found, learned.predict(found), rng),
        "bic": float(learned.bic(found)) if method == "mixture" else np.nan,
    }


def _redrawn(found: np.ndarray, k: int, method: str, rng: np.random.Generator) -> np.ndarray:
    """The cluster of everybody by a model of a bootstrap sample."""
    drawn = found[rng.integers(len(found), size=len(found))]
    sorted_in: np.ndarray = model(drawn, k, method, int(rng.integers(2**31))).predict(found)
    return sorted_in


def _silhouette(found: np.ndarray, codes: np.ndarray, rng: np.random.Generator) -> float:
    """Mean silhouette width of a sample; NaN when it lies in one cluster."""
    here = rng.permutation(len(found))[:SILHOUETTE_SAMPLE]
    if len(np.unique(codes[here])) < 2:
        return float("nan")
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(found[here], codes[here]))
