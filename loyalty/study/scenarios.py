"""Scenarios of strategies, with the assumptions the user changed."""

from pydantic import Field, model_validator

from loyalty.study.base import Key, Number, Record


class Range(Record):
    """The 90 % range of an assumption; equal ends mean a fixed value."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if self.low > self.high:
            raise ValueError("the low end is above the high end")
        return self


class Scenario(Record):
    """A strategy with the assumptions the user changed; the others keep their defaults.

    Attributes:
        handed_over: ranges that a section measured on the data and put among the assumptions. One
            of them is the user's own only once it differs.
    """

    name: str = Field("", max_length=200)
    strategy: Key = "do_nothing"
    assumptions: dict[Key, Range] = {}
    handed_over: dict[Key, Range] = {}
