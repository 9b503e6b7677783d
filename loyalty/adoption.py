"""A study from elsewhere, made fit for these customers: checked, and completed where it is open.

What a study leaves out is learned from the customers; a scale or threshold it brings stays as it
is, so that the same study measures other data, or another day, by the same rule.
"""

from collections.abc import Collection, Iterator

from loyalty import analysis, features, rfm, rollup, scoring, segmentation, weights
from loyalty.analysis import Base
from loyalty.engine import Tables
from loyalty.indicators import BY_KEY, FAMILIES
from loyalty.journey.stage_map import RESERVED as NO_STAGES
from loyalty.journey.stage_map import UNASSIGNED as NO_STAGE
from loyalty.journey.stage_map import stage_keys
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.scoring import NOT_ENOUGH
from loyalty.segmentation import UNASSIGNED
from loyalty.segments import SCHEMES, THRESHOLDS
from loyalty.simulation.assumptions import GENERALS
from loyalty.strategies import BY_KEY as STRATEGIES
from loyalty.study import Definition, Study, WeightSet
from loyalty.weights.groups import NO_COLUMN

INDICATOR = mark("The study names the indicator “{name}”, which does not exist: correct the file.")
FAMILY = mark("The study names the family “{name}”, which does not exist: correct the file.")
THRESHOLD = mark("The study has no threshold “{name}” that a segment needs: correct the file.")
PRESET = mark("The study names the weight preset “{name}”, which does not exist: correct the file.")
SCHEME = mark("The study names the scheme “{name}”, which does not exist: correct the file.")
CLUSTERS = mark("The rules of the study name clusters, but it has none: add them to the file.")
GROUPING = mark("Weights cannot differ by “{name}”: name an attribute or the life cycle.")
STATE = mark("The life cycle has no state “{name}” that weights could hold for: correct the file.")
STAGE = mark("The study names the stage “{name}”, which does not exist: correct the file.")
STAGE_TWICE = mark("The study has two stages called “{name}”: correct the file.")
STAGE_NAME = mark("No stage can be called “{name}”: correct the file.")
STRATEGY = mark("The study names the strategy “{name}”, which does not exist: correct the file.")
ASSUMPTION = mark(
    "The study names the assumption “{name}”, which its strategy does not have: correct the file."
)
TWICE = mark("The study has two levels or segments called “{name}”: correct the file.")
RESERVED = mark("No level or segment can be called “{name}”: correct the file.")
LEVELS = mark("The levels of the study must start at 0 and rise: correct the file.")
SCALE = mark("The scale of “{name}” in the study ends before it starts: correct the file.")

OWN, RATED = "own", ("rfm_quintiles", "rfm_nested", "rfm_fixed")

_SETS = (weights.PRESETS, weights.INDUSTRIES, weights.LIFE_STAGES)
READY = {preset.key: preset for kind in _SETS for preset in kind.values()}


def adopt(study: Study, found: Base, tables: Tables | None = None) -> Study:
    """The study complete for these customers; Refused when it names what does not exist.

    `tables` are read where the weights are to be fitted to a later outcome.
    """
    check(study)
    by = study.group_by
    if by and by != features.STATE and by not in found.customers:
        raise Refused(NO_COLUMN, column=by)
    complete = _with_scheme(
        _with_weights(_with_defaults(study, found), study, found, tables), study, found
    )
    check(complete)
    return complete


def check(study: Study) -> None:
    """Refuse a study that names an indicator, stage, strategy ... that does not exist."""
    for one in (study, *_kept(study)):
        _check_indicators(one)
        _check_groups(one)
        rfm.check(one.cuts)
    _check_stages(study.journey.stages)
    _require(STAGE, study.stages.values(), (*stage_keys(study), NO_STAGE))
    _require(ASSUMPTION, study.general, [one.key for one in GENERALS])
    for action in (action for scenario in study.scenarios for action in scenario.actions):
        _require(STRATEGY, [action.strategy], STRATEGIES)
        known = [one.key for one in STRATEGIES[action.strategy].assumptions]
        _require(ASSUMPTION, action.assumptions, known)


def _with_defaults(study: Study, found: Base) -> Study:
    chosen = study.model_fields_set
    active = study.active_days if "active_days" in chosen else rollup.active_days(found.gaps)
    preset = READY.get(study.preset, weights.PRESETS["equal"]).choices()
    return study.change(
        active_days=active,
        indicators=study.indicators or tuple(BY_KEY),
        family_weights=study.family_weights or preset["family_weights"],
        indicator_weights=study.indicator_weights or preset["indicator_weights"],
        scale=study.scale or scoring.learn(found.customers),
        thresholds=_learned(study, found, active) | study.thresholds,
    )


def _learned(study: Study, found: Base, active: int) -> dict[str, float]:
    """The thresholds of the study's scheme, and others of the shelf that its rules name."""
    learned = segmentation.learn_thresholds(found.customers, found.gaps, active, study.scheme)
    named = {one.threshold for one in segmentation.conditions(study.segments)}
    return learned | {
        key: one.learn(found.customers, found.gaps, active)
        for key, one in THRESHOLDS.items()
        if key in named and key not in learned and key != "active_days"
    }


def _with_weights(study: Study, given: Study, found: Base, tables: Tables | None) -> Study:
    """With the weights its method finds, unless the study brings weights."""
    brings = given.family_weights or given.indicator_weights
    if brings or study.weighting.method == "direct":
        return study
    return study.change(**analysis.weigh(found, study, tables))


def _with_scheme(study: Study, given: Study, found: Base) -> Study:
    """With the rules of its scheme, unless it brings rules; then with what these rest on.

    A study that names no scheme gets the default rules also where nobody can fall under them, as
    data without orders do.
    """
    if not given.segments:
        if "scheme" not in given.model_fields_set and segmentation.lacking(
            study.scheme, found.customers
        ):
            return study.change(segments=segmentation.default_rules(study.scheme))
        return study.change(**segmentation.choose(study.scheme, found.customers, found.gaps, study))
    named = segmentation.columns(study)
    if features.CLUSTER in named and not study.clusters:
        raise Refused(CLUSTERS)
    if not set(named) & set(rfm.COLUMNS):
        return study
    scheme = SCHEMES[study.scheme if study.scheme in RATED else OWN]
    return study.change(**scheme.learn(found.customers, study))


def _kept(study: Study) -> Iterator[Study]:
    """The study by each of the definitions kept beside the one in use."""
    for one in study.definitions:
        fields = {name: getattr(one, name) for name in Definition.model_fields if name != "name"}
        yield study.model_copy(update=fields)


def _check_indicators(study: Study) -> None:
    conditions = segmentation.conditions(study.segments)
    columns = [one.column for one in conditions if not features.is_known(one.column)]
    sets: list[Study | WeightSet] = [study, *study.group_weights.values(), *study.weightings]
    grouped = study.clusters.indicators if study.clusters else ()
    weighted = [one.indicator_weights for one in sets]
    for names in (study.indicators, study.scale, columns, grouped, *weighted):
        _require(INDICATOR, names, BY_KEY)
    _require(PRESET, [study.preset], [*READY, "own"])
    for one in sets:
        _require(FAMILY, one.family_weights, FAMILIES)
    named = [one.threshold for one in conditions if isinstance(one.threshold, str)]
    _require(THRESHOLD, named, [*THRESHOLDS, *study.thresholds])
    for key, caps in study.scale.items():
        if caps.low > caps.high:
            raise Refused(SCALE, name=key)


def _check_groups(study: Study) -> None:
    _require(SCHEME, [study.scheme], SCHEMES)
    grouping = features.grouping(study)
    _require(GROUPING, grouping, [one for one in grouping if features.can_group(one)])
    if study.group_by == features.STATE:
        _require(STATE, study.group_weights, [one.key for one in SCHEMES[features.STATE].groups])
    for names in ([one.key for one in study.levels], [one.key for one in study.segments]):
        for name in names:
            if names.count(name) > 1:
                raise Refused(TWICE, name=name)
            if name in (NOT_ENOUGH, UNASSIGNED):
                raise Refused(RESERVED, name=name)
    starts = [level.start for level in study.levels]
    if starts[:1] != [0] or starts != sorted(starts):
        raise Refused(LEVELS)


def _check_stages(keys: tuple[str, ...]) -> None:
    """Refuse stages that people could not tell apart, or not from what stands beside them."""
    names = [" ".join(key.split()).lower() for key in keys]
    for key, name in zip(keys, names, strict=True):
        if not name or name in NO_STAGES:
            raise Refused(STAGE_NAME, name=key)
        if names.count(name) > 1:
            raise Refused(STAGE_TWICE, name=key)


def _require(sentence: str, names: Collection[str], known: Collection[str]) -> None:
    """Refuse the first name that is not known."""
    for name in names:
        if name not in known:
            raise Refused(sentence, name=name)
