"""Ready-made sets of weights, each with its source and caveat."""

from dataclasses import dataclass, field

from loyalty.indicators import BY_KEY, CATALOGUE, FAMILIES
from loyalty.language import mark


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
