"""What programmes with members assume alike."""

from loyalty.language import mark
from loyalty.strategies.base import Assumption


def odds_of_staying() -> Assumption:
    """What membership does to staying, beside buying more: nothing until it is measured."""
    return Assumption(
        key="stay",
        label=mark("Better odds that a member stays"),
        unit=mark("% change of the odds"),
        low=0,
        high=0,
        source=mark("No study separates staying from buying more"),
        grade="guessed",
        caveat=mark("Zero until you have an experiment of your own."),
        digits=1,
        least=-90,
    )
