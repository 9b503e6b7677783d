"""The assumptions of the scenario looked at: which are in force, and how they are changed."""

from dataclasses import dataclass

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation.assumptions import GENERALS, Chosen, resolve
from loyalty.strategies import BY_KEY, Assumption
from loyalty.study import Action, Range, Scenario
from pages import _session as session
from pages import _simulation as simulated
from pages._session import _

ORDERED = mark(
    "The low end of “{label}” would be {low}, above its high end {high}. Nothing was changed."
)
INSIDE = mark("“{label}” can only lie between {least} and {most}; {value} was not taken.")
ALL = -1  # the place of the assumptions that all scenarios share


@dataclass(frozen=True)
class Held:
    """An assumption in force, and the place of the action it belongs to; `ALL` for the shared."""

    place: int
    chosen: Chosen

    @property
    def key(self) -> str:
        """Its name among all of them."""
        return f"{self.place}.{self.chosen.assumption.key}"

    @property
    def owner(self) -> str:
        """What people read for whom it belongs to."""
        if self.place == ALL:
            return _("all scenarios")
        scenario = simulated.scenarios()[simulated.current()]
        return _(BY_KEY[scenario.actions[self.place].strategy].label)


def held() -> list[Held]:
    """The assumptions of every action of the scenario looked at, then the shared ones."""
    scenario = simulated.scenarios()[simulated.current()]
    own = [Held(place, one) for place, action in enumerate(scenario.actions) for one in _of(action)]
    shared = resolve(GENERALS, session.study().general, simulated.cells())
    return own + [Held(ALL, one) for one in shared]


def _of(action: Action) -> list[Chosen]:
    wanted = BY_KEY[action.strategy].assumptions
    return resolve(
        wanted,
        action.assumptions,
        simulated.cells(),
        action.handed_over,
        claims=session.study().claims,
    )


def change(one: Held, low: float | None, high: float | None) -> None:
    """Put a range into the draft; Refused when it is impossible, and nothing is changed."""
    about, old = one.chosen.assumption, one.chosen.range
    low, high = _checked(about, low, old.low), _checked(about, high, old.high)
    if low > high:
        raise Refused(ORDERED, label=_(about.label), low=low, high=high)
    _write(one.place, about.key, Range(low=low, high=high))


def _checked(about: Assumption, value: float | None, old: float) -> float:
    if value is None:
        return old
    if not about.least <= value <= about.most:
        raise Refused(INSIDE, label=_(about.label), least=about.least, most=about.most, value=value)
    return float(value)


def _write(place: int, key: str, chosen: Range) -> None:
    if place == ALL:
        session.change(general=session.study().general | {key: chosen})
        return
    letter = simulated.current()
    scenario = simulated.scenarios()[letter]
    own = scenario.actions[place].assumptions | {key: chosen}
    changed = _with(scenario, place, own)
    simulated.store(simulated.scenarios() | {letter: changed})


def _with(scenario: Scenario, place: int, own: dict[str, Range]) -> Scenario:
    if place == 0:
        return scenario.model_copy(update={"assumptions": own})
    also = list(scenario.also)
    also[place - 1] = also[place - 1].model_copy(update={"assumptions": own})
    return scenario.model_copy(update={"also": tuple(also)})


def reset() -> None:
    """Take back what the user changed in the scenario looked at and in what all share."""
    letter = simulated.current()
    scenario = simulated.scenarios()[letter]
    for place, action in enumerate(scenario.actions):
        scenario = _with(scenario, place, action.handed_over)
    shared = {one.key for one in GENERALS}
    general = {key: one for key, one in session.study().general.items() if key not in shared}
    simulated.store(simulated.scenarios() | {letter: scenario}, general=general)
