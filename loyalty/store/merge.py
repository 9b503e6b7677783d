"""Two edits of one study: what changed, and both together when they touch different fields."""

from typing import Any

from loyalty.language import mark
from loyalty.problems import Conflict
from loyalty.study import Study

Fields = dict[tuple[str, ...], Any]

MISSING = object()


def fields(study: Study | None) -> Fields:
    """The study as one value per field; a field that holds named entries gives one per name."""
    if study is None:
        return {}
    flat: Fields = {}
    for name, value in study.model_dump(mode="json").items():
        if isinstance(value, dict):
            flat |= {(name, key): item for key, item in value.items()}
        else:
            flat[(name,)] = value
    return flat


def changed(old: Study | None, new: Study | None) -> tuple[str, ...]:
    """Names of the fields that differ, such as ``as_of`` or ``thresholds.recent``."""
    return tuple(".".join(path) for path in _differing(fields(old), fields(new)))


def merge(base: Study, mine: Study, theirs: Study, insist: bool = False) -> Study:
    """`theirs` with the fields I changed since `base`.

    Conflict names the fields that both changed, unless I `insist`: then mine count.
    """
    before, wanted, latest = fields(base), fields(mine), fields(theirs)
    my_paths = _differing(before, wanted)
    both = [
        path
        for path in _differing(before, latest)
        if path in my_paths and wanted.get(path, MISSING) != latest.get(path, MISSING)
    ]
    if both and not insist:
        raise Conflict(
            mark(
                "The same setting ({settings}) was changed in another tab meanwhile. Nothing was "
                "overwritten: the page shows the newest value."
            ),
            settings=tuple(".".join(path) for path in both),
        )
    return _with(latest, {path: wanted.get(path, MISSING) for path in my_paths}, mine)


def _differing(one: Fields, other: Fields) -> list[tuple[str, ...]]:
    """Fields with unequal values, or on one side only, in a fixed order."""
    paths = one.keys() | other.keys()
    return sorted(path for path in paths if one.get(path, MISSING) != other.get(path, MISSING))


def _with(flat: Fields, edits: Fields, template: Study) -> Study:
    """The study these fields make, after `edits`."""
    data: dict[str, Any] = {
        name: {} for name, value in template.model_dump().items() if isinstance(value, dict)
    }
    for path, value in (flat | edits).items():
        if value is MISSING:
            continue
        if len(path) == 2:
            data[path[0]][path[1]] = value
        else:
            data[path[0]] = value
    return Study.model_validate(data)
