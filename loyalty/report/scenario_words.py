"""What the summary calls scenarios, and what they do that is not the usual, in few words."""

from collections.abc import Iterator, Mapping

from loyalty import labels
from loyalty.language import Translate, listed, percent
from loyalty.report.view import View
from loyalty.simulation.model import free_name
from loyalty.strategies import BY_KEY
from loyalty.study import Action, Phases, Scenario


def names(scenarios: Mapping[str, Scenario], _: Translate) -> dict[str, str]:
    """By key: the scenario's own name, else its strategies; the later of two equal has a number."""
    found: dict[str, str] = {}
    for key, one in scenarios.items():
        name = key if one.name else labels.strategies(one.actions, _)
        found[key] = free_name(name, found.values())
    return found


def told(view: View, scenario: Scenario) -> str:
    """Its strategies where its name hides them, then what is not the usual; empty if all is."""
    _ = view.translate
    parts = [labels.strategies(scenario.actions, _)] if scenario.name else []
    for action in scenario.actions:
        choices = listed(_choices(view, action), _)
        label = _(BY_KEY[action.strategy].label)
        said = _("{strategy}: {choices}").format(strategy=label, choices=choices)
        parts.append(said if scenario.also and choices else choices)
    if scenario.budget is not None:
        parts.append(_("budget {amount}").format(amount=view.money(scenario.budget)))
    parts += _phases(view, scenario.phases) if scenario.phases else []
    return " · ".join(part for part in parts if part)


def _choices(view: View, one: Action) -> Iterator[str]:
    _ = view.translate
    if one.audience and one.audience != BY_KEY[one.strategy].audience:
        yield _("for {audience}").format(audience=labels.audience(one.audience, _))
    if one.start > 1:
        yield _("from month {month} on").format(month=view.number(one.start))
    if one.lasts:
        yield _("months it runs: {months}").format(months=view.number(one.lasts))
    if one.reach != 100:
        yield _("reach {share}").format(share=percent(one.reach / 100, view.language, 1))


def _phases(view: View, one: Phases) -> Iterator[str]:
    _ = view.translate
    yield _(
        "in phases: {preparation} months of preparation, {pilot} of pilot at {share} reach,"
        " {roll_out} of roll-out"
    ).format(
        preparation=view.number(one.preparation),
        pilot=view.number(one.pilot),
        share=percent(one.pilot_reach / 100, view.language, 1),
        roll_out=view.number(one.roll_out),
    )
    if one.stop_below is not None:
        said = _("stops if the pilot brings less than {least} per 1 spent")
        yield said.format(least=view.number(one.stop_below, 2))
