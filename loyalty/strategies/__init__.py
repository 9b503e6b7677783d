"""What a business can do, in display order. How to add one: `loyalty.strategies.base`.

`CATALOGUE` is the shelf that every study sees; `HANDED_OVER` are known too, but stand on it only
where a scenario of the study names them: without a hand-over they have nothing to say.
"""

from loyalty.strategies import (
    brand_story,
    community,
    convenience,
    do_nothing,
    handover_repair,
    innovation,
    journey_change,
    paid_membership,
    partner_offers,
    points,
    price_promotion,
    proactive_care,
    recommendation,
    referral,
    service_recovery,
    showroom,
    staff_training,
    tiers,
    win_back,
)
from loyalty.strategies.base import (
    GRADES,
    Assumption,
    Baseline,
    Claim,
    Effect,
    Points,
    Span,
    Strategy,
    Timed,
)

CATALOGUE: tuple[Strategy, ...] = (
    do_nothing.STRATEGY,
    price_promotion.STRATEGY,
    points.STRATEGY,
    tiers.STRATEGY,
    paid_membership.STRATEGY,
    recommendation.STRATEGY,
    proactive_care.STRATEGY,
    service_recovery.STRATEGY,
    referral.STRATEGY,
    community.STRATEGY,
    win_back.STRATEGY,
    showroom.STRATEGY,
    handover_repair.STRATEGY,
    staff_training.STRATEGY,
    convenience.STRATEGY,
    innovation.STRATEGY,
    brand_story.STRATEGY,
    partner_offers.STRATEGY,
)
HANDED_OVER: tuple[Strategy, ...] = (journey_change.STRATEGY,)
BY_KEY = {one.key: one for one in (*CATALOGUE, *HANDED_OVER)}

__all__ = [
    "BY_KEY",
    "CATALOGUE",
    "GRADES",
    "HANDED_OVER",
    "Assumption",
    "Baseline",
    "Claim",
    "Effect",
    "Points",
    "Span",
    "Strategy",
    "Timed",
]
