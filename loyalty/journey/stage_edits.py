"""Editing the list of stages: own names, another order, stages added and taken out.

Each edit gives the choices for `Study.change` in one step: the list, and the touchpoints whose
chosen stage must follow, so that the study never names a stage it does not have.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from loyalty.journey.stage_map import LABELS, RESERVED, STAGES, UNASSIGNED, guess, stage_keys
from loyalty.language import Translate, mark
from loyalty.problems import Refused
from loyalty.study import Study

MOST = 20


def rename(
    study: Study, assigned: Mapping[str, str], key: str, name: str, _: Translate = str
) -> dict[str, Any]:
    """Call a stage otherwise; its touchpoints go with it.

    Args:
        assigned: touchpoint -> stage, as the map shows it. name: as people read it in the language
            of `_`; a name of ours gives our stage.
    """
    others = [one for one in stage_keys(study) if one != key]
    new = _key(name, others, _)
    keys = [new if one == key else one for one in stage_keys(study)]
    moved = {touchpoint: new for touchpoint, stage in assigned.items() if stage == key}
    kept = {touchpoint: stage for touchpoint, stage in study.stages.items() if stage != key}
    return _choices(study, keys, kept | moved)


def add(study: Study, name: str, _: Translate = str) -> dict[str, Any]:
    """A further stage at the end."""
    keys = stage_keys(study)
    if len(keys) >= MOST:
        raise Refused(mark("A journey has at most {count} stages."), count=MOST)
    return _choices(study, [*keys, _key(name, keys, _)], study.stages)


def remove(study: Study, key: str) -> dict[str, Any]:
    """Take a stage out; its touchpoints fall back to the stage their name speaks of, or to none."""
    keys = [one for one in stage_keys(study) if one != key]
    if not keys:
        raise Refused(mark("A journey needs at least one stage."))
    kept = {name: stage for name, stage in study.stages.items() if stage != key}
    return _choices(study, keys, kept)


def move(study: Study, key: str, steps: int) -> dict[str, Any]:
    """Take a stage so many places later (earlier when negative), at most to the end."""
    keys = [one for one in stage_keys(study) if one != key]
    place = stage_keys(study).index(key) + steps
    place = max(0, min(len(keys), place))
    return _choices(study, [*keys[:place], key, *keys[place:]], study.stages)


def back_to_default(study: Study) -> dict[str, Any]:
    """The default stages; touchpoints of own stages fall back to the guess."""
    known = (*STAGES, UNASSIGNED)
    kept = {name: stage for name, stage in study.stages.items() if stage in known}
    return _choices(study, list(STAGES), kept)


def _key(name: str, taken: Sequence[str], _: Translate) -> str:
    """The key of a stage: one of ours when it is called so, else the words given."""
    words = " ".join(name.split())
    ours = {_(label).lower(): key for key, label in LABELS.items()}
    key = ours.get(words.lower(), words)
    if not words:
        raise Refused(mark("A stage needs a name."))
    if key.lower() in [one.lower() for one in (*taken, *RESERVED)]:
        raise Refused(mark("There is already a stage “{name}”."), name=words)
    return key


def _choices(study: Study, keys: Sequence[str], stages: Mapping[str, str]) -> dict[str, Any]:
    own = () if list(keys) == list(STAGES) else tuple(keys)
    journey = study.journey.model_copy(update={"stages": own})
    guessed = {touchpoint for touchpoint, stage in stages.items() if stage == guess(touchpoint)}
    return {
        "journey": journey,
        "stages": {name: stage for name, stage in stages.items() if name not in guessed},
    }
