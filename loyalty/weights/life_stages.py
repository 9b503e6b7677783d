"""Starting points for a stage of life: new customers weigh interaction, mature ones their value.

The keys are those of the groups of the life-cycle scheme, so that a study can choose the weights
of a customer by the column ``life_cycle``. Family weights by judgement, never measured.
"""

from loyalty.language import mark
from loyalty.weights.presets import Preset

LIFE_STAGES = {
    preset.key: preset
    for preset in (
        Preset(
            "cycle_new",
            mark("New customers: interaction"),
            mark(
                "One order says little, so interaction and the first impression weigh most. A"
                " starting point by judgement, not measured."
            ),
            {
                "purchase": 0.15,
                "usage": 0.45,
                "recommendation": 0.10,
                "emotion": 0.25,
                "relationship": 0.05,
            },
        ),
        Preset(
            "cycle_active",
            mark("Active customers: habit"),
            mark(
                "Buying and use together show whether a habit forms. A starting point by judgement,"
                " not measured."
            ),
            {
                "purchase": 0.35,
                "usage": 0.25,
                "recommendation": 0.10,
                "emotion": 0.20,
                "relationship": 0.10,
            },
        ),
        Preset(
            "cycle_loyal",
            mark("Loyal customers: long-term value"),
            mark(
                "What they buy, how long they stay and whom they bring weigh most. A starting point"
                " by judgement, not measured."
            ),
            {
                "purchase": 0.40,
                "usage": 0.05,
                "recommendation": 0.20,
                "emotion": 0.10,
                "relationship": 0.25,
            },
        ),
        Preset(
            "cycle_cooling",
            mark("Cooling customers: warning signs"),
            mark(
                "Use and feeling give way before orders stop. A starting point by judgement, not"
                " measured."
            ),
            {
                "purchase": 0.20,
                "usage": 0.30,
                "recommendation": 0.05,
                "emotion": 0.25,
                "relationship": 0.20,
            },
        ),
        Preset(
            "cycle_lost",
            mark("Lost customers: what they were worth"),
            mark(
                "Past value, and complaints that explain why they left, decide whether to win them"
                " back. A starting point by judgement, not measured."
            ),
            {
                "purchase": 0.40,
                "usage": 0.05,
                "recommendation": 0.05,
                "emotion": 0.20,
                "relationship": 0.30,
            },
        ),
        Preset(
            "cycle_back",
            mark("Customers who came back: a second start"),
            mark(
                "Interaction after the return weighs like that of new customers, and the old reason"
                " to leave counts. A starting point by judgement, not measured."
            ),
            {
                "purchase": 0.20,
                "usage": 0.35,
                "recommendation": 0.05,
                "emotion": 0.20,
                "relationship": 0.20,
            },
        ),
    )
}
