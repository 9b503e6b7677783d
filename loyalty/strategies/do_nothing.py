"""Go on as before: the yardstick for everything else."""

from loyalty.language import mark
from loyalty.strategies.base import Baseline, Draws, Effect, Span, Strategy


def effect(_draws: Draws, _base: Baseline, _span: Span) -> Effect:
    """Nothing changes and nothing is spent."""
    return Effect()


STRATEGY = Strategy(
    key="do_nothing",
    label=mark("Do nothing"),
    meaning=mark("Customers go on as in your own recent history; nothing is spent."),
    assumptions=(),
    effect=effect,
)
