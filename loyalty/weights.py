"""Ways to set weights: ready-made sets with their source and caveat.

An indicator's weight is its family's weight times its own share within the family. Weights of
indicators that the data cannot give are shared among the rest in proportion (`effective`).
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from loyalty.indicators import BY_KEY, CATALOGUE, FAMILIES
from loyalty.language import mark
from loyalty.study import Study


@dataclass(frozen=True)
class Preset:
    """A ready-made set of weights; families and indicators left out weigh nothing.

    `indicators` empty means every indicator of a weighted family weighs the same in it.
    """

    key: str
    label: str
    caveat: str
    families: dict[str, float]
    indicators: dict[str, float] = field(default_factory=dict)

    def choices(self) -> dict[str, object]:
        """The study fields this preset sets."""
        return {
            "preset": self.key,
            "family_weights": {key: self.families.get(key, 0.0) for key in FAMILIES},
            "indicator_weights": {
                key: self.indicators.get(key, 0.0) if self.indicators else 1.0 for key in BY_KEY
            },
        }


def _sizes() -> dict[str, float]:
    return {key: float(sum(one.family == key for one in CATALOGUE)) for key in FAMILIES}


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "equal",
            mark("All indicators equal"),
            mark("Neutral: every indicator counts the same, so families with many weigh more."),
            _sizes(),
        ),
        Preset(
            "rfm",
            mark("Recency, frequency, monetary"),
            mark("Behaviour only, in equal parts; says nothing about why customers come back."),
            {"purchase": 1.0},
            {"recency_days": 1.0, "order_count": 1.0, "spend": 1.0},
        ),
        Preset(
            "four_families",
            mark("Four families"),
            mark(
                "Purchase, usage, recommendation and emotion in equal parts, as source document"
                " S0 groups them."
            ),
            {"purchase": 0.25, "usage": 0.25, "recommendation": 0.25, "emotion": 0.25},
        ),
        Preset(
            "s0",
            mark("Value, emotion, relation (S0)"),
            mark(
                "Source document S0 claims 0.28, 0.39 and 0.45 without a traceable study; they are"
                " divided by their sum. A scenario, not a finding: compare with your own data."
            ),
            {"purchase": 0.28 / 1.12, "emotion": 0.39 / 1.12, "relationship": 0.45 / 1.12},
        ),
    )
}  # fmt: skip


def base(study: Study) -> dict[str, float]:
    """Weight of each chosen indicator, sum 1; empty when every weight is zero."""
    within = {key: study.indicator_weights.get(key, 0.0) for key in study.indicators}
    totals = dict.fromkeys(FAMILIES, 0.0)
    for key, weight in within.items():
        totals[BY_KEY[key].family] += weight
    raw = {
        key: study.family_weights.get(BY_KEY[key].family, 0.0) * weight / totals[BY_KEY[key].family]
        for key, weight in within.items()
        if weight > 0
    }
    return _normalised(raw)


def effective(study: Study, available: Collection[str]) -> dict[str, float]:
    """`base` over the indicators the data can give, their weights scaled up to sum 1."""
    return _normalised({key: weight for key, weight in base(study).items() if key in available})


def coverage(study: Study, available: Collection[str]) -> float:
    """Share of the study's weight that the available indicators carry (0-1)."""
    return sum(weight for key, weight in base(study).items() if key in available)


def _normalised(raw: dict[str, float]) -> dict[str, float]:
    total = sum(raw.values())
    return {key: weight / total for key, weight in raw.items() if weight > 0} if total else {}
