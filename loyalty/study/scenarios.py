"""Scenarios of strategies: what is done, to whom, when, and with which assumptions."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from loyalty.study.base import Key, Number, Record

MOST_ACTIONS = 12
RENAMED = {"points_tiers": "points"}  # strategies of older studies
Month = Annotated[int, Field(ge=1, le=120)]
Months = Annotated[int, Field(ge=0, le=120)]
State = Literal["new", "active", "loyal", "cooling", "lost"]
Band = Literal["high", "middle", "mass"]


class Range(Record):
    """The 90 % range of an assumption; equal ends mean a fixed value."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if self.low > self.high:
            raise ValueError("the low end is above the high end")
        return self


class Audience(Record):
    """Whom an action is for: customers in one of each kind named; a kind not named is everybody."""

    segments: tuple[Key, ...] = ()
    life_cycle: tuple[State, ...] = ()
    value: tuple[Band, ...] = ()


class Action(Record):
    """A strategy with the assumptions the user changed; the others keep their defaults.

    Attributes:
        handed_over: ranges that a section measured on the data and put among the assumptions. One
            of them is the user's own only once it differs.
        audience: whom it is for; None is the strategy's usual audience.
        start: month in which it begins. lasts: months it runs, those of preparation not counted;
            None is to the end.
        reach: share of its audience it is carried to, in per cent of the strategy's own reach.
    """

    strategy: Key = "do_nothing"
    assumptions: dict[Key, Range] = {}
    handed_over: dict[Key, Range] = {}
    audience: Audience | None = None
    start: Month = 1
    lasts: Month | None = None
    reach: Annotated[float, Field(ge=0, le=100)] = 100

    @field_validator("strategy")
    @classmethod
    def _of_today(cls, key: str) -> str:
        return RENAMED.get(key, key)


class Phases(Record):
    """Preparation, pilot and roll-out, counted from the start of the action that starts first.

    An action that starts later has the reach of the phase it comes into, and one that has ended
    (`lasts`, or its months on offer) reaches nobody further. The strategy's own time (ramp, lag,
    months on offer) begins with the pilot, once for everybody: customers reached later in the
    roll-out join it where it is then. Waves with a time of their own are not simulated.

    Attributes:
        preparation: months that carry the fixed costs, set-up and running, without effect.
        pilot: months at `pilot_reach` per cent of the audience. roll_out: months to full reach.
        stop_below: the roll-out is not begun when the gain seen in the pilot, in money for each
            unit spent on it, is below this; None never stops.
    """

    preparation: Months = 3
    pilot: Months = 6
    pilot_reach: Annotated[float, Field(gt=0, le=100)] = 10
    roll_out: Months = 12
    stop_below: Number | None = None


class Scenario(Action):
    """One action, or several together.

    Attributes:
        name: what it is called; also: further actions at the same time.
        together: change of their joint effect in per cent of the sum, where several act on the
            same customers; 0 is no interaction.
        contacts: most contacts a customer gets a month from all actions; None is no limit.
        budget: most money to be spent over all months; reach is cut to it. None is no limit.
        phases: how it is introduced; None is at once.
    """

    name: str = Field("", max_length=200)
    also: Annotated[tuple[Action, ...], Field(max_length=MOST_ACTIONS - 1)] = ()
    together: Range = Range(low=0, high=0)
    contacts: Annotated[float, Field(ge=0, le=1000)] | None = None
    budget: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    phases: Phases | None = None

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions, the first one included."""
        own = {name: getattr(self, name) for name in Action.model_fields}
        return (Action(**own), *self.also)
