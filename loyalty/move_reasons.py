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

from loyalty import features, labels, level_moves, scoring, segmentation
from loyalty.aggregation import PRECISION
from loyalty.language import Translate, mark
from loyalty.scoring import NOT_ENOUGH, Scores
from loyalty.study import Study
from loyalty.weights import groups

STEPS = np.array(["scale", "weights", "aggregation"], dtype=object)
Indexed = tuple[np.ndarray, np.ndarray]  # index, share of the weight it rests on

SENTENCES = {
    "more strong": mark("More weight on {indicator} (strong side): {points} points"),
    "more weak": mark("More weight on {indicator} (weak side): {points} points"),
    "less strong": mark("Less weight on {indicator} (strong side): {points} points"),
    "less weak": mark("Less weight on {indicator} (weak side): {points} points"),
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


def pairs(found: Moves, spend: np.ndarray) -> pd.DataFrame:
    """Customers from level to level: see `loyalty.segmentation.moves`, without stayers' spend.

    Only those who move are gone through one by one, so that it stays fast with a million.
    """
    rows = found.rows
    moved = segmentation.moves(found.before[rows], found.after[rows], found.names, spend[rows])
    leaving = moved.groupby("source")["customers"].sum()
    all_before = np.bincount(found.before, minlength=len(found.names))
    stay = pd.DataFrame({"source": found.names, "target": found.names, "spend": np.nan})
    stay["customers"] = all_before - leaving.reindex(found.names, fill_value=0).to_numpy()
    every = pd.concat([moved, stay[stay["customers"] > 0]])[moved.columns]
    places = {name: place for place, name in enumerate(found.names)}
    return every.sort_values(["source", "target"], key=lambda one: one.map(places)).reset_index(
        drop=True
    )


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
    told = zip(why["cause"], why["indicator"], why["points"].tolist(), strict=True)
    return pd.DataFrame(
        {
            "customer_id": customers["customer_id"].iloc[rows].to_numpy(),
            "level_before": level[found.before[rows]],
            "level_after": level[found.after[rows]],
            "index_before": why["before"].round(2).to_numpy(),
            "index_after": why["after"].round(2).to_numpy(),
            "reason": [sentence(*one, _) for one in told],
        }
    )


def sentence(cause: str, indicator: str | None, points: float, _: Translate = str) -> str:
    """A reason in words: its cause, the key of its indicator if it has one, its points."""
    name = labels.indicator(indicator, _) if isinstance(indicator, str) else ""
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
    why = _steps(values)
    _name_indicators(why, some, before, after, now)
    _name_cuts(why, before, after, indices[0], indices[-1])
    return pd.DataFrame(
        {"row": rows, "before": values[0], "after": values[-1], "cause": why.cause}
        | {"indicator": pd.array(why.indicator, dtype="str"), "points": why.points}
    )


@dataclass(frozen=True)
class _Why:
    """Cause, indicator (None without one) and points of each customer; filled step by step."""

    cause: np.ndarray
    indicator: np.ndarray
    points: np.ndarray


def signed(points: float) -> str:
    """Points with their sign: one decimal, or one digit of what is smaller."""
    return f"{points:+.1f}" if abs(points) >= 0.05 else f"{points:+.1g}"


def _index(some: pd.DataFrame, study: Study, scored: Scores) -> Indexed:
    grouped = features.frame(some, study, features.grouping(study))
    return scoring.study_index(grouped, scored, study)


def _steps(values: np.ndarray) -> _Why:
    """The step that did most in the direction of the index, from the indices on the way."""
    changes = np.diff(values, axis=0)
    up = np.sign(np.round(values[-1] - values[0], PRECISION))
    directed = np.where(np.isnan(changes), -np.inf, changes * up)
    best = directed.argmax(axis=0)
    size = len(best)
    return _Why(STEPS[best], np.full(size, None, dtype=object), changes[best, np.arange(size)])


def _name_indicators(
    why: _Why, some: pd.DataFrame, before: Study, after: Study, scored: Scores
) -> None:
    """Where the weights did most, write the indicator that did and how, if it goes that way."""
    old, new = (
        groups.grouped(features.frame(some, one, features.grouping(one)), one, scored.keys)
        for one in (before, after)
    )
    told = level_moves.reasons(scored, old, new, np.arange(len(some)))
    delta, names = told["delta"].to_numpy(), told["indicator"].to_numpy(dtype=object)
    agree = np.sign(delta) == np.sign(why.points)
    rows = np.flatnonzero((why.cause == "weights") & ~np.isnan(delta) & agree)
    columns = [scored.keys.index(key) for key in names[rows]]
    strong = 100 * scored.values[columns, rows] > told["before"].to_numpy()[rows]
    more = (delta[rows] > 0) == strong
    why.cause[rows] = [
        f"{'more' if weighs else 'less'} {'strong' if side else 'weak'}"
        for weighs, side in zip(more, strong, strict=True)
    ]
    why.indicator[rows] = names[rows]
    why.points[rows] = delta[rows]


def _name_cuts(why: _Why, before: Study, after: Study, then: Indexed, now: Indexed) -> None:
    """Where the cuts or the known share of the weight decide, write so."""
    old = scoring.level_codes(*then, before.levels)
    new = scoring.level_codes(*now, after.levels)
    kept = scoring.level_codes(*now, before.levels) == old
    names, old, new = _aligned(before, after, old, new)
    against = _direction(old, new, names) * (now[0] - then[0]) <= 0
    moved = before.levels != after.levels
    causes = {
        "cuts": moved & (kept | against),
        "known": old == len(names) - 1,
        "lacking": new == len(names) - 1,
    }
    for cause, rows in causes.items():
        why.cause[rows], why.indicator[rows], why.points[rows] = cause, None, np.nan
