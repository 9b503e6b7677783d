"""The sentences of pain points and hand-overs say what the figures say."""

import pandas as pd
import pytest
from journey.logs import study

from loyalty.journey import handover_findings, pain_findings, pains
from loyalty.journey import handovers as pairs

NAN = float("nan")
NOT = {"lost_conversion": NAN, "lost_low": NAN, "lost_high": NAN}


def row(**given) -> pd.DataFrame:
    plain = {
        "touchpoint": "Hotline", "stage": "service", "customers": 1261, "scored": 1537,
        "feeling": -0.1, "feeling_low": -0.12, "feeling_high": -0.08, "line": 0.27, "below": 0.3,
        "effect": 0.14, "effect_low": 0.077, "effect_high": 0.203, "effect_of": "repurchase",
        "measured": True, "why": "", "pain": 50.0, "low": True, "sure": True,
    }  # fmt: skip
    return pd.DataFrame([plain | given])[pains.COLUMNS]


def test_the_worst_pain_with_its_figures():
    assert pain_findings.pain_sentence(row(), 180) == (
        "Hotline hurts most. 1,261 customers come there; their mean feeling is −0.10 (−0.12 to"
        " −0.08, 1,537 scores), 0.27 is usual. After a bad experience there 14.0 points fewer buy"
        " again within 180 days than after a good one (7.7 to 20.3)."
    )
    assert "0.27 is the middle of the scale" in pain_findings.pain_sentence(row(), 180, usual=False)


def test_the_certain_one_comes_first_and_uncertainty_is_said():
    both = pd.concat([row(touchpoint="Offer", pain=90.0, sure=False), row()], ignore_index=True)
    assert pain_findings.worst(both)["touchpoint"] == "Hotline"
    said = pain_findings.pain_sentence(both, 90)
    assert said.startswith("Of the certain pain points, Hotline hurts most.")
    unsure = row(sure=False, why="chance", effect_low=-0.02)
    said = pain_findings.pain_sentence(unsure, 1)
    assert said.startswith("No pain point is certain; by what is known, Hotline hurts most.")
    assert said.endswith(
        "Whether fewer buy again within 1 day after a bad experience there than after a good one"
        " cannot be told (−2.0 to 20.3 points)."
    )


def test_effects_that_stand_in_say_so():
    few = {"measured": False, "sure": False, "why": "few", "effect_low": NAN}
    said = pain_findings.pain_sentence(row(**few), 90)
    assert "the mean of the touchpoints where it is sure stands in: 14.0 points" in said
    drop = few | {"effect_of": "drop_off", "effect": 0.4, "measured": True}
    said = pain_findings.pain_sentence(row(**drop), 90)
    assert "cannot be measured in these data: too few scores of good or of bad ones." in said
    assert said.endswith("40% of them have not reached the next stage so far.")
    said = pain_findings.pain_sentence(row(**drop | {"measured": False}), 90)
    assert said.endswith("by customers, feeling and who has not gone on so far.")
    said = pain_findings.pain_sentence(row(**drop | {"why": "unknown"}), 90)
    assert "is not known: these data do not tell who buys when." in said
    said = pain_findings.pain_sentence(row(**drop | {"why": "chance"}), 90)
    assert "Whether a bad experience there costs repurchases cannot be told" in said
    alone = drop | {"effect_of": "nothing", "effect": NAN, "measured": False}
    said = pain_findings.pain_sentence(row(**alone), 90)
    assert said.endswith("The ranking is by customers and feeling alone.")


def test_nothing_hurts():
    none = row(pain=0.0, below=0.0, low=False, sure=False)
    said = pain_findings.pain_sentence(none, 90)
    assert said == "No touchpoint hurts: none feels worse than 0.27 on average."
    assert pain_findings.worst(none) is None
    said = pain_findings.pain_sentence(row().head(0), 90)
    assert said.startswith("No touchpoint has a feeling")


def test_a_low_feeling_without_a_known_loss_is_not_told_as_none():
    both = pd.concat([row(touchpoint="Offer", customers=30), row()], ignore_index=True)
    both = both.assign(pain=0.0, sure=False, why="chance", effect=-0.1, effect_low=-0.3)
    assert pain_findings.worst(both)["touchpoint"] == "Hotline"
    said = pain_findings.pain_sentence(both, 90)
    assert said.startswith("No pain point is certain; by what is known, Hotline hurts most.")
    assert "cannot be told (−30.0 to 20.3 points)" in said


def pair(**given) -> pd.DataFrame:
    plain = {
        "level": "touchpoint", "source": "Showroom visit", "target": "Online quote",
        "customers": 2755, "followed": 964, "broken": 1791, "lost_conversion": 0.2188,
        "lost_low": 0.19, "lost_high": 0.246, "lost_customers": 391.9, "lost_customers_low": 341.0,
        "lost_customers_high": 440.2, "bought_anyway": 1267, "nothing": 524,
    }  # fmt: skip
    return pd.DataFrame([plain | given]).reindex(columns=pairs.COLUMNS)


def test_the_worst_hand_over_with_its_figures():
    assert handover_findings.handover_sentence(pair(), study()) == (
        "1,791 of 2,755 customers of Showroom visit did not come to Online quote within 14 days."
        " 1,267 of them bought all the same within these days, 524 did neither. Of all who did not"
        " come 21.9 points fewer buy within 90 days than of those who came (19.0 to 24.6). If that"
        " were all due to the break: about 392 buyers lost (341 to 440)."
    )


def test_channels():
    here = {"level": "channel", "source_channel": "showroom", "target": None}
    said = handover_findings.handover_sentence(pair(**here, target_channel="online"), study())
    assert said.startswith(
        "1,791 of 2,755 customers of Showroom visit (showroom) did not go on in the channel"
        " “online” within 14 days."
    )
    said = handover_findings.handover_sentence(pair(**here), study())
    assert "did not go on in any other channel within 14 days" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (NOT, "524 did neither."),
        (NOT | {"bought_anyway": NAN, "nothing": NAN}, "within 14 days."),
        ({"lost_low": -0.1}, "cannot be told (−10.0 to 24.6 points)."),
        (
            {"lost_conversion": -0.2, "lost_low": -0.3, "lost_high": -0.1},
            "Nothing is lost by it: of all who did not come 20.0 points more buy within 90 days"
            " than of those who came (10.0 to 30.0).",
        ),
        (NOT | {"compared": "few"}, "or of those who did, have been watched for 90 days."),
        (NOT | {"compared": "unknown"}, "these data do not tell when customers buy."),
        (NOT | {"compared": "purchase"}, "is at a purchase, or where purchases are made."),
    ],
)
def test_no_loss_is_claimed_where_none_is_certain(given, said):
    found = handover_findings.handover_sentence(pair(**given), study())
    assert found.endswith(said) and "buyers lost" not in found


def test_certain_losses_come_before_larger_uncertain_ones():
    rows = pd.concat([pair(broken=9000, lost_low=-0.1, source="Ad"), pair()], ignore_index=True)
    assert handover_findings.worst(rows)["source"] == "Showroom visit"
    assert handover_findings.worst(rows.head(1))["source"] == "Ad"
    gained = pd.concat([pair(broken=99999, lost_low=-0.3, lost_high=-0.1, source="Shop"),
                        rows.head(1)], ignore_index=True)  # fmt: skip
    assert handover_findings.worst(gained)["source"] == "Ad"
    assert handover_findings.worst(gained.head(1))["source"] == "Shop"
    said = handover_findings.handover_sentence(rows.head(0), study())
    assert said == "No touchpoint normally follows another within 14 days."
