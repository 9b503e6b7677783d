"""Why a customer's level differs between two studies of the same customers at the same day.

The way from one study to the other has up to three steps for the index, taken in this order: the
scale, the weights (of each customer's group), and how scores are put together. Where the level
would have stayed without moving the cuts, the cuts are the reason; where there is no level before
or after, the share of the weight on known values is. Else the step that did most in the direction
of the index counts, and of the weights the indicator that did (`loyalty.level_moves`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty import features, labels, level_moves, scoring
from loyalty.aggregation import PRECISION
from loyalty.language import Translate, mark
from loyalty.scoring import NOT_ENOUGH, Scores
from loyalty.study import Study
from loyalty.weights import groups

STEPS = np.array(["scale", "weights", "aggregation"], dtype=object)
Indexed = tuple[np.ndarray, np.ndarray]  # index, share of the weight it rests on

SENTENCES = {
    "more strong": mark("{indicator} weighs more, a strong side: {points} points"),
    "more weak": mark("{indicator} weighs more, a weak side: {points} points"),
    "less strong": mark("{indicator} weighs less, a strong side: {points} points"),
    "less weak": mark("{indicator} weighs less, a weak side: {points} points"),
    "weights": mark("The weights together: {points} points"),
    "scale": mark("The scale was learned anew: {points} points"),
    "aggregation": mark("Scores are put together another way: {points} points"),
    "cuts": mark("The levels start elsewhere"),
    "lacking": mark("Less than half of the weight now lies on known values"),
    "known": mark("Half of the weight or more now lies on known values"),
}


@dataclass(frozen=True)
class Moves:
    """Levels of the same n customers by two studies.

    Attributes:
        names: all levels of both from low to high, last the name for no level.
        before, after: (n,) positions in `names`.
        rows: positions of the m customers whose level differs.
        up: (m,) 1 where the level rose, -1 where it fell, 0 where there is none on one side.
    """

    names: list[str]
    before: np.ndarray
    after: np.ndarray
    rows: np.ndarray
    up: np.ndarray


def moves(before: Study, after: Study, old: np.ndarray, new: np.ndarray) -> Moves:
    """Who changes level; `old` and `new` are the level codes (n,) by each study."""
    names, old, new = _aligned(before, after, old, new)
    rows = np.flatnonzero(old != new)
    return Moves(names, old, new, rows, _direction(old[rows], new[rows], names))


def _aligned(
    before: Study, after: Study, old: np.ndarray, new: np.ndarray
) -> tuple[list[str], np.ndarray, np.ndarray]:
    names = scoring.level_names(after)
    if scoring.level_names(before) == names:
        return names, old, new
    starts = {level.key: level.start for level in (*before.levels, *after.levels)}
    names = [*sorted(starts, key=lambda key: starts[key]), NOT_ENOUGH]
    place_old, place_new = (
        np.array([names.index(key) for key in scoring.level_names(one)], dtype=np.int8)
        for one in (before, after)
    )
    return names, place_old[old], place_new[new]


def _direction(old: np.ndarray, new: np.ndarray, names: Sequence[str]) -> np.ndarray:
    none = len(names) - 1
    up = np.sign(new.astype(np.int8) - old)
    up[(old == none) | (new == none)] = 0
    return up


def table(
    customers: pd.DataFrame, found: Moves, why: pd.DataFrame, _: Translate = str
) -> pd.DataFrame:
    """One line for each row of `why` (see `reasons`) in words.

    Returns:
        customer_id, level_before, level_after, index_before, index_after, reason.
    """
    rows = why["row"].to_numpy()
    level = np.array([labels.level(name, _) for name in found.names], dtype=object)
    told = zip(why["cause"], why["indicator"], why["points"], strict=True)
    return pd.DataFrame(
        {
            "customer_id": customers["customer_id"].to_numpy()[rows],
            "level_before": level[found.before[rows]],
            "level_after": level[found.after[rows]],
            "index_before": why["before"].round(2).to_numpy(),
            "index_after": why["after"].round(2).to_numpy(),
            "reason": [sentence(*one, _) for one in told],
        }
    )


def sentence(cause: str, indicator: str | None, points: float, _: Translate = str) -> str:
    """A reason in words: its cause, the key of its indicator if it has one, its points."""
    name = labels.indicator(indicator, _) if indicator else ""
    return _(SENTENCES[cause]).format(indicator=name, points=signed(points))


def reasons(
    customers: pd.DataFrame,
    before: Study,
    after: Study,
    scored_before: Scores,
    scored_after: Scores,
    rows: np.ndarray,
) -> pd.DataFrame:
    """Why the level of each customer in `rows` differs.

    Args:
        customers, scored_before, scored_after: of all customers, by the scale of each study.
        rows: positions of the customers whose level differs.

    Returns:
        row, before, after (index 0-100), cause (a key of `SENTENCES`), indicator (missing where
        the cause is none), points (by which the cause moved the index; with TOPSIS those of an
        indicator are of the weighted sum; NaN for cuts and shares).
    """
    some = customers.iloc[rows]
    then, now = scoring.take(scored_before, rows), scoring.take(scored_after, rows)
    weighed = after.model_copy(update={"aggregation": before.aggregation})
    path = [(before, then), (before, now), (weighed, now), (after, now)]
    indices = [_index(some, study, scored) for study, scored in path]
    values = np.array([value for value, _share in indices])
    found = pd.DataFrame({"row": rows, "before": values[0], "after": values[-1]})
    found[["cause", "indicator", "points"]] = _steps(values)
    _name_indicators(found, some, before, after, now)
    _name_cuts(found, before, after, indices[0], indices[-1])
    return found


def signed(points: float) -> str:
    """Points with their sign: one decimal, or one digit of what is smaller."""
    return f"{points:+.1f}" if abs(points) >= 0.05 else f"{points:+.1g}"


def _index(some: pd.DataFrame, study: Study, scored: Scores) -> Indexed:
    grouped = features.frame(some, study, features.grouping(study))
    return scoring.study_index(grouped, scored, study)


def _steps(values: np.ndarray) -> pd.DataFrame:
    """The step that did most in the direction of the index, from the indices on the way."""
    changes = np.diff(values, axis=0)
    up = np.sign(np.round(values[-1] - values[0], PRECISION))
    directed = np.where(np.isnan(changes), -np.inf, changes * up)
    best = directed.argmax(axis=0)
    points = changes[best, np.arange(len(best))]
    return pd.DataFrame({"cause": STEPS[best], "indicator": None, "points": points})


def _name_indicators(
    found: pd.DataFrame, some: pd.DataFrame, before: Study, after: Study, scored: Scores
) -> None:
    """Where the weights did most, write the indicator that did and how, if it goes that way."""
    places = np.arange(len(found))
    old, new = (
        groups.grouped(features.frame(some, one, features.grouping(one)), one, scored.keys)
        for one in (before, after)
    )
    told = level_moves.reasons(scored, old, new, places)
    agree = np.sign(told["delta"]) == np.sign(found["points"])
    rows = np.flatnonzero((found["cause"] == "weights") & told["indicator"].notna() & agree)
    columns = [scored.keys.index(key) for key in told["indicator"].iloc[rows]]
    strong = 100 * scored.values[columns, rows] > told["before"].to_numpy()[rows]
    more = (told["delta"].to_numpy()[rows] > 0) == strong
    found.loc[rows, "cause"] = [
        f"{'more' if weighs else 'less'} {'strong' if side else 'weak'}"
        for weighs, side in zip(more, strong, strict=True)
    ]
    found.loc[rows, "indicator"] = told["indicator"].iloc[rows].to_numpy()
    found.loc[rows, "points"] = told["delta"].to_numpy()[rows]


def _name_cuts(
    found: pd.DataFrame, before: Study, after: Study, then: Indexed, now: Indexed
) -> None:
    """Where the cuts or the known share of the weight decide, write so."""
    old = scoring.level_codes(*then, before.levels)
    new = scoring.level_codes(*now, after.levels)
    kept = scoring.level_codes(*now, before.levels) == old
    names, old, new = _aligned(before, after, old, new)
    up = _direction(old, new, names)
    against = up * (found["after"] - found["before"]).to_numpy() <= 0
    moved = before.levels != after.levels
    causes = {
        "cuts": moved & (kept | against),
        "known": old == len(names) - 1,
        "lacking": new == len(names) - 1,
    }
    for cause, rows in causes.items():
        found.loc[rows, ["cause", "indicator", "points"]] = [cause, None, np.nan]
