"""Starting points for an industry: family weights by judgement, never measured."""

from loyalty.language import mark
from loyalty.weights.presets import Preset

INDUSTRIES = {
    preset.key: preset
    for preset in (
        Preset(
            "industry_retail",
            mark("Retail"),
            mark(
                "Buying weighs most, because the customer chooses anew each time. A starting point"
                " by judgement, not measured: compare with your own data."
            ),
            {
                "purchase": 0.40,
                "usage": 0.10,
                "recommendation": 0.20,
                "emotion": 0.20,
                "relationship": 0.10,
            },
        ),
        Preset(
            "industry_subscription",
            mark("Subscription and telecom"),
            mark(
                "Use weighs most, because payments go on by themselves while use fades before the"
                " contract ends. A starting point by judgement, not measured: compare with your"
                " own data."
            ),
            {
                "purchase": 0.15,
                "usage": 0.35,
                "recommendation": 0.15,
                "emotion": 0.15,
                "relationship": 0.20,
            },
        ),
        Preset(
            "industry_services",
            mark("Services to businesses"),
            mark(
                "The relationship weighs most, because orders are few and large and several people"
                " decide. A starting point by judgement, not measured: compare with your own data."
            ),
            {
                "purchase": 0.15,
                "usage": 0.10,
                "recommendation": 0.20,
                "emotion": 0.20,
                "relationship": 0.35,
            },
        ),
    )
}
