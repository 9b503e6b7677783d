"""A segment of the customers of a touchpoint: its rule and its words.

Events are told by visits and the lowest feeling (see `loyalty.visits`), orders by their number.
"""

from dataclasses import dataclass

from loyalty.charts import theme
from loyalty.journey.stage_map import ORDER_NAME
from loyalty.language import mark
from loyalty.segmentation import edits
from loyalty.study import Condition, Rule, Study
from loyalty.visits import FELT, VISITS


@dataclass(frozen=True)
class Words:
    """What people read of such a segment, with {touchpoint}, {number} and {value} to fill in."""

    name: str
    description: str
    action: str


THERE = Words(
    mark("Been at {touchpoint}"),
    mark("Customers with at least one recorded visit to {touchpoint}."),
    mark("Ask them what helped there, and make the next step easy to find."),
)
BADLY = Words(
    mark("Felt bad at {touchpoint}"),
    mark(
        "Customers whose lowest feeling recorded at {touchpoint} is below {value}, the middle of"
        " the scale."
    ),
    mark("Get in touch, latest visits first: say sorry, put it right, ask again afterwards."),
)
ORDERED = Words(
    mark("Orders: at least {number}"),
    mark("Customers who have ordered at least {number} times."),
    mark("Thank them, and offer what fits what they bought."),
)


def order_number(touchpoint: str) -> int | None:
    """The number of an order that stands as a touchpoint; None for any other."""
    found = ORDER_NAME.fullmatch(touchpoint)
    return int(found[1].rstrip("+")) if found else None


def conditions(touchpoint: str, below: float | None = None) -> tuple[Condition, ...]:
    """Who was at a touchpoint, and felt below this at least once where a feeling is given.

    Raises:
        Refused: its name is too long for a rule.
    """
    there = edits.condition(f"{VISITS}{touchpoint}", ">=", 1.0)
    if below is None:
        return (there,)
    return there, edits.condition(f"{FELT}{touchpoint}", "<", below)


def of_order(number: int) -> tuple[Condition, ...]:
    """Who has placed so many orders."""
    return (edits.condition("order_count", ">=", float(number)),)


def held(study: Study, wanted: tuple[Condition, ...]) -> Rule | None:
    """The first rule of the study that says just this."""
    return next((rule for rule in study.segments if rule.conditions == wanted), None)


def colour(study: Study, bad: bool = False) -> str:
    """The colour of bad feelings, or a spare one, that no rule of the study has chosen."""
    taken = {rule.colour.upper() for rule in study.segments}
    wanted = [*([theme.FEELING[0]] if bad else []), *theme.SPARE]
    return next((one for one in wanted if one.upper() not in taken), wanted[0])
