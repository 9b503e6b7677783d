"""Names people read for the keys in the data, in the language of `_`."""

from collections.abc import Callable, Iterable

from loyalty.indicators import BY_KEY as INDICATORS
from loyalty.indicators import CATALOGUE, FAMILIES
from loyalty.language import Translate, day, listed, mark, number
from loyalty.questions import STAGES
from loyalty.scoring import NOT_ENOUGH
from loyalty.segmentation import IN_NO_SEGMENT, UNASSIGNED, thresholds
from loyalty.segments import GROUPS, life_cycle
from loyalty.strategies import BY_KEY as STRATEGIES
from loyalty.study import Action, Audience, Condition, Rule, Study, Test

Name = Callable[[str, Translate], str]
SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}

MATCHES = {
    "all": mark("all of ({conditions})"),
    "any": mark("any of ({conditions})"),
    "none": mark("none of ({conditions})"),
}
COLUMNS = {
    "score.loyalty_index": mark("Loyalty index"),
    "rfm.recency": mark("Recency rating"),
    "rfm.frequency": mark("Frequency rating"),
    "rfm.monetary": mark("Monetary rating"),
    "rfm.value": mark("Mean of frequency and monetary rating"),
    "cluster": mark("Cluster"),
    "life_cycle": mark("Life-cycle state"),
    "last_gap_days": mark("Days between the last two orders"),
    "date.joined": mark("Joined"),
    "date.first_order": mark("First order"),
    "date.last_order": mark("Last order"),
}
OF_TOUCHPOINTS = {
    "touchpoint": mark("Visits: {touchpoint}"),
    "felt": mark("Lowest feeling: {touchpoint}"),
}
LEVELS = {
    "low": mark("Low"),
    "fair": mark("Fair"),
    "good": mark("Good"),
    "high": mark("High"),
    NOT_ENOUGH: mark("Not enough data"),
}
STATES = {
    "new": mark("New"),
    "active": mark("Active"),
    "loyal": mark("Loyal"),
    "cooling": mark("Cooling"),
    "lost": mark("Lost"),
}
BANDS = {"high": mark("High value"), "middle": mark("Middle value"), "mass": mark("Mass")}


def segment(key: str, _: Translate = str) -> str:
    """The name of a segment; a segment the user made keeps its own."""
    if key == UNASSIGNED:
        return _(IN_NO_SEGMENT)
    return _(GROUPS[key].label) if key in GROUPS else key


def level(key: str, _: Translate = str) -> str:
    """The name of a loyalty level."""
    return _(LEVELS[key]) if key in LEVELS else key


def indicator(key: str, _: Translate = str) -> str:
    """The name of an indicator."""
    return _(INDICATORS[key].label) if key in INDICATORS else key


def family(key: str, _: Translate = str) -> str:
    """The name of an indicator family."""
    return _(dict(FAMILIES).get(key, key))  # type: ignore[call-overload]


def column(key: str, _: Translate = str) -> str:
    """The name of any column a rule may name; see `loyalty.features`."""
    kind, _dot, name = key.partition(".")
    if key in COLUMNS:
        return _(COLUMNS[key])
    if kind == "score" and name:
        return _(mark("Score of {family}")).format(family=family(name, _))
    if kind == "answer" and name:
        return answer(name, _)
    if kind in OF_TOUCHPOINTS and name:
        return _(OF_TOUCHPOINTS[kind]).format(touchpoint=name)
    if kind == "attribute" and name:
        return name.strip("_").replace("_", " ") or name
    return indicator(key, _)


def answer(question: str, _: Translate = str) -> str:
    """The name of the answer to a survey question."""
    if question in STAGES:
        name = _(STAGES[question])
        return name[:1].upper() + name[1:]
    known = next((one for one in CATALOGUE if one.question == question), None)
    return _(known.label) if known else _(mark("Answer to {question}")).format(question=question)


def meaning(key: str, study: Study, _: Translate = str) -> str:
    """What a segment is: the words of its rule, else of the shelf."""
    own = {one.key: one.description for one in study.segments}.get(key)
    return own or (_(GROUPS[key].meaning) if key in GROUPS else "")


def action(key: str, study: Study, _: Translate = str) -> str:
    """What to do about a segment: the words of its rule, else of the shelf."""
    own = {one.key: one.action for one in study.segments}.get(key)
    return own or (_(GROUPS[key].action) if key in GROUPS else "")


def strategies(actions: Iterable[Action], _: Translate = str) -> str:
    """The strategies of several actions, in their order."""
    return " + ".join(_(STRATEGIES[one.strategy].label) for one in actions)


def audience(one: Audience, _: Translate = str) -> str:
    """Whom an action is for; everybody where nothing narrows it."""
    kinds = (
        [segment(key, _) for key in one.segments],
        [_(STATES[key]) for key in one.life_cycle],
        [_(BANDS[key]) for key in one.value],
    )
    return " · ".join(" / ".join(names) for names in kinds if names) or _(mark("everybody"))


def rule(one: Rule, study: Study, _: Translate = str, language: str = "en") -> str:
    """A segment's rule in symbols people read: Recency ≤ 110, Spend ≥ 2,000."""
    parts = [test(part, study, _, language) for part in one.conditions]
    return listed(parts, _) or _("everybody left")


def test(part: Test, study: Study, _: Translate = str, language: str = "en") -> str:
    """A condition, or a group of them in brackets, in symbols people read."""
    if isinstance(part, Condition):
        return condition(part, study, _, language)
    inner = listed((test(one, study, _, language) for one in part.conditions), _)
    return _(MATCHES[part.match]).format(conditions=inner)


def condition(one: Condition, study: Study, _: Translate = str, language: str = "en") -> str:
    """A condition in symbols people read: Recency ≤ 110."""
    name = column(one.column, _)
    if one.op == "missing":
        return _(mark("{column} is not known")).format(column=name)
    if one.values:
        template = (
            mark("{column} is {values}") if one.op == "in" else mark("{column} is not {values}")
        )
        return _(template).format(column=name, values=" / ".join(_values(one, _)))
    sign = SIGNS.get(one.op, one.op)
    return f"{name} {sign} {_limit(one, study, language)}"


def _values(one: Condition, _: Translate) -> tuple[str, ...]:
    """The texts compared with; those of the life-cycle state are keys of segments."""
    if one.column != life_cycle.SCHEME.key:
        return one.values
    return tuple(segment(value, _) for value in one.values)


def _limit(one: Condition, study: Study, language: str) -> str:
    if one.day:
        return day(one.day, language)
    limit = one.threshold
    return number(thresholds(study)[limit] if isinstance(limit, str) else limit, language, 2)
