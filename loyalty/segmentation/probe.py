"""The number or day of one condition, treated as a threshold: what it does, and setting it."""

from datetime import date, timedelta

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.segmentation import edits
from loyalty.segmentation.edits import Path
from loyalty.segmentation.pieces import PROBE
from loyalty.segmentation.rules import thresholds
from loyalty.study import Condition, Study

FIRST = date(1970, 1, 1)
NO_NUMBER = mark("This condition compares with no number and no day.")


def probe(study: Study, key: str, path: Path) -> Study:
    """The study with what one condition compares with as its threshold `PROBE`.

    A day becomes the days since 1970. Only `size_curve` understands such a study: it is not for
    keeping. Refused when the condition compares with neither a number nor a day.
    """
    one = _comparison(study, key, path)
    if one.day:
        limit = float((one.day - FIRST).days)
    else:
        named = isinstance(one.threshold, str)
        limit = thresholds(study)[str(one.threshold)] if named else float(one.threshold or 0)
    probed = one.model_copy(update={"threshold": PROBE, "day": None})
    known = study.change(thresholds=study.thresholds | {PROBE: limit})
    return edits.set_test(known, key, path, probed)


def set_limit(study: Study, key: str, path: Path, value: float) -> Study:
    """The study with another number, or another day, in one condition."""
    one = _comparison(study, key, path)
    day = FIRST + timedelta(days=round(value)) if one.day else None
    update = {"day": day, "threshold": None if day else float(value)}
    return edits.set_test(study, key, path, one.model_copy(update=update))


def set_threshold(study: Study, name: str, value: float) -> Study:
    """The study with another value of a named threshold."""
    if name == "active_days":
        return study.change(active_days=round(value))
    return study.change(thresholds=study.thresholds | {name: float(value)})


def _comparison(study: Study, key: str, path: Path) -> Condition:
    one = edits.test_at(study, key, path)
    if not isinstance(one, Condition) or (one.threshold is None and one.day is None):
        raise Refused(NO_NUMBER)
    return one
