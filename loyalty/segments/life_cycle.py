"""Life cycle as a state machine: prospect, new, active, loyal, cooling, lost, back.

A state follows from the orders up to a day, so any past day can be replayed. From one day to the
next a customer moves only along `TRANSITIONS`: silence leads to cooling and on to lost, and only an
order after a lapse leads back (from cooling when it comes on the very first day of the lapse). Two
orders on the first day lead a prospect past new. Over several days a customer may pass several
states. This holds while the lapse is longer than the active days.
"""

from loyalty.language import mark
from loyalty.segments.base import Scheme, Segment
from loyalty.segments.rfm_named import THRESHOLDS
from loyalty.study import Condition

GAP = "last_gap_days"

GROUPS = (
    Segment(
        key="cycle_lost",
        label=mark("Lost (life cycle)"),
        meaning=mark("Silent for longer than the lapse."),
        action=mark("One win-back try if the margin allows; otherwise spend elsewhere."),
        colour="#6E6E6E",
        conditions=(Condition(column="recency_days", op=">", threshold="lapsed_days"),),
    ),
    Segment(
        key="cycle_cooling",
        label=mark("Cooling"),
        meaning=mark("Silent for longer than active customers usually are."),
        action=mark("Ask what is wrong and solve it before the lapse is over."),
        colour="#E69F00",
        conditions=(Condition(column="recency_days", op=">", threshold="active_days"),),
    ),
    Segment(
        key="cycle_back",
        label=mark("Back"),
        meaning=mark("Ordered again after a lapse, and not since."),
        action=mark("Welcome them back; make sure that the reason they left is gone."),
        colour="#D55E00",
        conditions=(Condition(column=GAP, op=">", threshold="lapsed_days"),),
    ),
    Segment(
        key="cycle_new",
        label=mark("New (life cycle)"),
        meaning=mark("One order so far, and it is recent."),
        action=mark("Welcome them, help with the first use, invite to a second order."),
        colour="#CC79A7",
        conditions=(
            Condition(column="tenure_days", op="<=", threshold="new_days"),
            Condition(column="order_count", op="<=", threshold=1),
        ),
    ),
    Segment(
        key="cycle_loyal",
        label=mark("Loyal (life cycle)"),
        meaning=mark("Active and order often."),
        action=mark("Offer a next level or a service they do not use yet; ask for feedback."),
        colour="#0072B2",
        conditions=(Condition(column="order_count", op=">=", threshold="frequent_orders"),),
    ),
    Segment(
        key="cycle_active",
        label=mark("Active"),
        meaning=mark("Ordered within the usual time, not yet often."),
        action=mark("Recommend what goes with their orders; make the next order easy."),
        colour="#56B4E9",
        conditions=(Condition(column="order_count", op=">=", threshold=1),),
    ),
    Segment(
        key="cycle_prospect",
        label=mark("Prospect"),
        meaning=mark("Known, but without an order that was kept."),
        action=mark("Find out whether they returned everything or never bought."),
        colour="#B5B5B5",
    ),
)

TRANSITIONS = {
    "cycle_prospect": {"cycle_new", "cycle_active", "cycle_loyal"},
    "cycle_new": {"cycle_active", "cycle_loyal", "cycle_cooling"},
    "cycle_active": {"cycle_loyal", "cycle_cooling"},
    "cycle_loyal": {"cycle_cooling"},
    "cycle_cooling": {"cycle_active", "cycle_loyal", "cycle_lost", "cycle_back"},
    "cycle_lost": {"cycle_back"},
    "cycle_back": {"cycle_active", "cycle_loyal", "cycle_cooling"},
}

SCHEME = Scheme(
    key="life_cycle",
    label=mark("Life cycle"),
    meaning=mark("Where is each customer between the first order and the last?"),
    source=mark("Source documents S0 and S1; states follow from orders by thresholds you can set."),
    groups=GROUPS,
    thresholds=tuple(one for one in THRESHOLDS if one.key not in ("recent_days", "high_spend")),
    needs=("recency_days", "order_count", "tenure_days"),
)
