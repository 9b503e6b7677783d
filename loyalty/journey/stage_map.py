"""Which stage a touchpoint belongs to: a guess from its name, overridden by the study."""

import re
from collections.abc import Iterable, Mapping

from loyalty.journey.stage_words import stage_of
from loyalty.language import Translate, mark
from loyalty.problems import Refused
from loyalty.study import Study

STAGES = {
    "awareness": mark("Awareness"),
    "consideration": mark("Consideration"),
    "purchase": mark("Purchase"),
    "use": mark("Use"),
    "service": mark("Service"),
    "repurchase": mark("Repurchase"),
    "advocacy": mark("Advocacy"),
}
UNASSIGNED = "unassigned"
AGAIN = "(again)"  # see `loyalty.journey.again`
LABELS = STAGES | {AGAIN: mark("Repeat order"), UNASSIGNED: mark("Unassigned")}
OWN_NAMES = {"(start)": mark("(start)"), "(end)": mark("(end)")}
RESERVED = (UNASSIGNED, AGAIN, *OWN_NAMES)  # names no stage can have
ORDER_NAME = re.compile(r"order (\d+\+?)")


def guess(touchpoint: str) -> str:
    """The stage a touchpoint's name speaks of; `UNASSIGNED` when it says nothing we know."""
    return stage_of(touchpoint) or UNASSIGNED


def stage_keys(study: Study) -> tuple[str, ...]:
    """The stages from first to last: the study's own list, or the default."""
    return study.journey.stages or tuple(STAGES)


def stage_label(key: str, _: Translate = str) -> str:
    """A stage as people read it: ours translated, one of the user's in the user's words."""
    return _(LABELS[key]) if key in LABELS else key


def assign(touchpoints: Iterable[str], study: Study) -> dict[str, str]:
    """Touchpoint -> stage, sorted by name; Refused when the study names a stage it does not have.

    A name that speaks of a stage the study has not is `UNASSIGNED`.
    """
    known = (*stage_keys(study), UNASSIGNED)
    unknown = sorted(set(study.stages.values()) - set(known))
    if unknown:
        raise Refused(
            mark(
                "The study puts touchpoints into the stage “{stage}”, which does not exist. "
                "Choose another stage on the Journeys page or correct the study file."
            ),
            stage=unknown[0],
        )
    proposed = {name: guess(name) for name in sorted(set(touchpoints))}
    return {
        name: study.stages.get(name) or (stage if stage in known else UNASSIGNED)
        for name, stage in proposed.items()
    }


def with_stages(study: Study, chosen: Mapping[str, str]) -> dict[str, str]:
    """The study's stages after more choices; a choice equal to the guess is not stored."""
    choices = study.stages | dict(chosen)
    return {name: stage for name, stage in choices.items() if stage != guess(name)}


def natural(touchpoint: str) -> str:
    """A key to sort touchpoints by name: the numbers in them by their size."""
    return re.sub(r"\d+", lambda number: number[0].zfill(12), touchpoint)


def shown(touchpoint: str, _: Translate = str) -> str:
    """A touchpoint as people read it: our own names translated, the data's names untouched."""
    order = ORDER_NAME.fullmatch(touchpoint)
    if order:
        name = _("order {number}+") if order[1].endswith("+") else _("order {number}")
        return name.format(number=order[1].rstrip("+"))
    return _(OWN_NAMES[touchpoint]) if touchpoint in OWN_NAMES else touchpoint
