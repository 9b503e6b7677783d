"""Take a scheme of the shelf into a study, with what it learns from the customers."""

from collections import Counter
from typing import Any

import pandas as pd

from loyalty.charts import theme
from loyalty.indicators import BY_KEY
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.questions import STAGES
from loyalty.segmentation.rules import UNASSIGNED
from loyalty.segments import GROUPS, SCHEMES
from loyalty.segments.rfm_named import SCHEME as DEFAULT
from loyalty.study import Rule, Study

LACKS = mark("These data lack what the scheme needs: {columns}.")
NEEDED = {key: one.label for key, one in BY_KEY.items()} | {
    f"answer.{stage}": label for stage, label in STAGES.items()
}


def default_rules(scheme: str = DEFAULT.key) -> tuple[Rule, ...]:
    """The groups of a scheme as rules of a study."""
    return tuple(Rule(key=one.key, conditions=one.conditions) for one in SCHEMES[scheme].groups)


def learn_thresholds(
    customers: pd.DataFrame, gaps: pd.Series, active_days: int, scheme: str = DEFAULT.key
) -> dict[str, float]:
    """The thresholds of a scheme, and those of the named groups, which other parts read too.

    `active_days` has its own place in the study.
    """
    shown = {one.key: one for one in (*DEFAULT.thresholds, *SCHEMES[scheme].thresholds)}
    return {
        key: threshold.learn(customers, gaps, active_days)
        for key, threshold in shown.items()
        if key != "active_days"
    }


def lacking(scheme: str, customers: pd.DataFrame) -> list[str]:
    """Columns the scheme needs for which these customers have no value."""
    return [
        name
        for name in SCHEMES[scheme].needs
        if name not in customers or customers[name].isna().all()
    ]


def choose(scheme: str, customers: pd.DataFrame, gaps: pd.Series, study: Study) -> dict[str, Any]:
    """The study fields that choosing a scheme sets.

    Thresholds the study has stay as they are, and so do its cuts and clusters when they are of
    this scheme already: take them out of the study to have them learned anew.

    Raises:
        Refused: the data lack what the scheme needs, or are too few to learn from.
    """
    missing = lacking(scheme, customers)
    if missing:
        raise Refused(LACKS, columns=[NEEDED.get(name, name) for name in missing])
    learned = learn_thresholds(customers, gaps, study.active_days, scheme)
    fields: dict[str, Any] = {
        "scheme": scheme,
        "thresholds": learned | dict(study.thresholds),
        "segments": default_rules(scheme) or study.segments,
    }
    return fields | SCHEMES[scheme].learn(customers, study)


def colours(study: Study) -> dict[str, str]:
    """Each group's one colour: its rule's own, else the shelf's, else the first spare one.

    No two rules share a spare colour while there are enough; customers in no segment are grey.
    """
    shelf = {key: group.colour for key, group in GROUPS.items()}
    own = {rule.key: rule.colour or shelf.get(rule.key, "") for rule in study.segments}
    used = Counter(colour.upper() for colour in own.values())
    for key in [key for key, colour in own.items() if not colour]:
        own[key] = min(theme.SPARE, key=used.__getitem__)
        used[own[key]] += 1
    return shelf | {UNASSIGNED: theme.NOBODYS} | own
