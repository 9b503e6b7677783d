"""Which columns of the tables the columns that a study names rest on."""

from collections.abc import Iterable

from loyalty import features, rfm, segmentation
from loyalty.indicators import BY_KEY
from loyalty.study import Study
from loyalty.weights import groups


def base_columns(study: Study, names: Iterable[str]) -> tuple[str, ...]:
    """Indicators, attributes, answers, visits and dates that must be there before `features.frame`.

    Each once, in the order they are asked for; names nobody knows are left out.
    """
    found = [one for name in names for one in _sources(study, name)]
    return tuple(dict.fromkeys(found))


def _sources(study: Study, name: str) -> tuple[str, ...]:
    if name in features.AGES:
        return (features.AGES[name],)
    if name in rfm.COLUMNS:
        return tuple(rfm.SOURCES.values())
    if name == features.CLUSTER:
        return study.clusters.indicators if study.clusters else ()
    if name == features.STATE:
        rules = segmentation.default_rules("life_cycle")
        return tuple(one.column for one in segmentation.conditions(rules))
    if name.startswith("score."):
        return _weighted(study)
    of_data = name.startswith(features.OF_DATA) or name in features.OF_TABLES
    return (name,) if of_data or name in BY_KEY else ()


def _weighted(study: Study) -> tuple[str, ...]:
    """Indicators with a weight in any set of the study."""
    chosen = groups.sets(study, tuple(BY_KEY))
    return tuple(key for key in BY_KEY if any(key in weights for weights in chosen.values()))
