"""Changes of an effect as the months need them: of one month, and in single precision."""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from loyalty.strategies import Effect
from loyalty.strategies.base import Array, Change, Timed


def of_month(change: Change, month: int, part: slice) -> Array | None:
    """A change in a month of its own time as (cells or 1, draws or 1); None for no change."""
    if change is None:
        return None
    if isinstance(change, (tuple, Timed)):
        parts = change if isinstance(change, tuple) else (change,)
        found = [_timed(one, month, part) for one in parts]
        acting = [one for one in found if one is not None]
        return sum(acting[1:], acting[0]) if acting else None
    return _of_month(change, month, part)


def single(effect: Effect) -> Effect:
    """The effect with what is said of cells in single precision, as the cells are."""
    changes: dict[str, Any] = {one.name: getattr(effect, one.name) for one in fields(effect)}
    return replace(effect, **{name: _light(one) for name, one in changes.items()})


def _timed(change: Timed, month: int, part: slice) -> Array | None:
    """None in a month that its course leaves out."""
    course = _of_month(change.course, month, part)
    return _of_draws(change.size, part) * course if course.any() else None


def _light(change: Any) -> Any:
    if isinstance(change, tuple):
        return tuple(_light(one) for one in change)
    if isinstance(change, Timed):
        return Timed(change.size.astype(np.float32), change.course.astype(np.float32))
    of_cells = isinstance(change, np.ndarray) and change.ndim > 1 and change.shape[-2] > 1
    return change.astype(np.float32) if of_cells else change


def _of_month(change: Array, month: int, part: slice) -> Array:
    if change.ndim < 3:
        return _of_draws(change, part)
    return _of_draws(change[min(month, len(change) - 1)], part)


def _of_draws(change: Array, part: slice) -> Array:
    change = np.atleast_2d(change)
    return change[:, part] if change.shape[1] > 1 else change
