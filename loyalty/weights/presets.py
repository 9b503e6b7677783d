"""Ready-made sets of weights, each with its source and caveat."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loyalty.indicators import BY_KEY, CATALOGUE, FAMILIES
from loyalty.language import mark
from loyalty.weights.applied import from_flat


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


def _of(*families: str) -> list[str]:
    return [one.key for one in CATALOGUE if one.family in families]


def _layers(key: str, label: str, caveat: str, *layers: Sequence[str]) -> Preset:
    """Layers of indicators, across families, that weigh the same, as do those within a layer."""
    flat: dict[str, float] = {}
    for layer in layers:
        flat |= dict.fromkeys(layer, 1 / (len(layers) * len(layer)))
    fields = from_flat(flat)
    return Preset(key, label, caveat, fields["family_weights"], fields["indicator_weights"])


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
            mark("Purchase, usage, recommendation, emotion (S0)"),
            mark(
                "Source document S0 groups indicators into these four families; equal parts are our"
                " choice. Usage needs events, emotion needs survey answers."
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
        _layers(
            "experience",
            mark("Experience, interaction, emotion (S4)"),
            mark(
                "Source document S4 names the three dimensions; equal parts, and which indicator"
                " belongs where, are our reading. Purchases weigh nothing here."
            ),
            ("satisfaction", "effort_score", "complaint_count", "return_share"),
            (*_of("usage"), "referral_count"),
            ("nps_score", "brand_identity"),
        ),
        _layers(
            "layers",
            mark("Behaviour, attitude, emotion (S0, S4)"),
            mark(
                "Source documents S0 and S4 name the three layers; equal parts, and which indicator"
                " belongs where, are our reading. Two of the three layers need survey answers."
            ),
            (*_of("purchase", "usage"), "referral_count", "referral_success"),
            ("relative_attitude", "satisfaction", "effort_score"),
            ("brand_identity", "nps_score"),
        ),
    )
}  # fmt: skip
