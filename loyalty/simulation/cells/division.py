"""States by segments: which of today's customers of a state are in which segment.

A state is a kind of buyer and a silence (`loyalty.simulation.cells.history.Grid`); its rates come
from the months counted. A cell is a state and a segment. Which segments a state holds is read from
today, and kept: a customer who goes from one state to another keeps the segment as far as the new
state holds it, and otherwise takes one that it holds more of (the maximal coupling of the two
divisions, Lindvall 1992). So segments made of behaviour follow the behaviour, and customers stay in
segments that have nothing to do with it, such as regions.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.simulation.cells.history import Floats, Grid, Ints

MOST_CELLS = 320
OTHERS = "(others)"
NO_SEGMENT = "(none)"


@dataclass(frozen=True)
class Division:
    """Cells as places in `shares`, (states, segments): state and segment of each cell."""

    shares: Floats
    segments: tuple[str, ...]
    state: Ints
    segment: Ints

    @property
    def share(self) -> Floats:
        """Share of its state's customers in each cell."""
        return self.shares[self.state, self.segment]

    def keys(self) -> list[str]:
        """The segment of each cell."""
        return [self.segments[place] for place in self.segment]

    def place(self, segments: pd.Series) -> Ints:
        """The place of each customer's segment in `segments`: (customers,)."""
        known = {key: place for place, key in enumerate(self.segments)}
        rest = known.get(OTHERS, 0)
        codes, names = pd.factorize(segments)
        places = [known.get(str(name), rest) for name in names]
        return np.array([*places, known.get(NO_SEGMENT, rest)])[codes]

    def joint(self, moves: Floats) -> Floats:
        """Moves between states -> moves between cells; rows sum to 1 where those of `moves` do."""
        here, there = self.shares[self.state], self.share
        both = np.minimum(here[:, None, :], self.shares[None, :, :])
        own = self.segment[:, None]
        stays = np.take_along_axis(both, own[:, :, None], axis=2)[:, :, 0] / there[:, None]
        lacking = self.shares[None, :, :] - both
        lacking /= np.maximum(lacking.sum(axis=2, keepdims=True), 1e-300)
        to = lacking[:, self.state, self.segment] * (1 - stays)[:, self.state]
        kept = np.where(own == self.segment, stays[:, self.state], 0)
        return moves[np.ix_(self.state, self.state)] * (to + kept)


def divide(at: Ints, segments: pd.Series, grid: Grid) -> Division:
    """How today's states `at` of customers divide into their segments."""
    seen = at >= 0
    codes, known = pd.factorize(segments[seen], sort=True)
    names = [*map(str, known), NO_SEGMENT]
    flat = at[seen].astype(int) * len(names) + np.where(codes < 0, len(known), codes)
    counts = np.bincount(flat, minlength=grid.size * len(names)).reshape(grid.size, -1)
    held = counts.any(axis=0) if len(flat) else np.array(names) == NO_SEGMENT
    named = np.flatnonzero(held)
    names = [names[place] for place in named]
    filled, kept = _few_enough(counts[:, named].astype(float), tuple(names), grid)
    state, segment = np.nonzero(filled)
    return Division(filled / filled.sum(axis=1, keepdims=True), kept, state, segment)


def _few_enough(
    counts: Floats, names: tuple[str, ...], grid: Grid
) -> tuple[Floats, tuple[str, ...]]:
    """Every state with a division; the smallest segments together while there are too many."""
    filled = _filled(counts, grid)
    while len(names) > 2 and np.count_nonzero(filled) > MOST_CELLS:
        small = np.argsort(filled.sum(axis=0), kind="stable")[:2]
        rest = [place for place in range(len(names)) if place not in small]
        together = filled[:, small].sum(axis=1, keepdims=True)
        filled = np.concatenate([filled[:, rest], together], axis=1)
        names = (*(names[place] for place in rest), OTHERS)
    return filled, names


def _filled(counts: Floats, grid: Grid) -> Floats:
    """A state without customers is taken as its silence's most common segment has it."""
    by_silence = np.zeros((grid.width, counts.shape[1]))
    np.add.at(by_silence, grid.recency_band, counts)
    by_silence[by_silence.sum(axis=1) == 0] = counts.sum(axis=0) + 1e-9
    usual = np.eye(counts.shape[1])[by_silence.argmax(axis=1)][grid.recency_band]
    empty = counts.sum(axis=1, keepdims=True) == 0
    return np.where(empty, usual, counts)
