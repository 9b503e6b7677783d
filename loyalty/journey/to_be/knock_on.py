"""The knock-on of changes down the chain of stages, drawn; the model is told in `model`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from loyalty.journey.runs import numbered
from loyalty.journey.to_be.chain import (
    Chain,
    Concerned,
    Floats,
    Mask,
    Whole,
    anyway,
    gained,
    missed,
)

DRAWS = 2000
JEFFREYS = 0.5  # pseudo-customers on either side of a share


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers called `name`: the same for every value of a target."""
    return np.random.default_rng([seed, crc32(f"to be {name}".encode())])


@dataclass(frozen=True)
class KnockOn:
    """What changes do to the stages of a chain; arrays are (draws,)."""

    chain: Chain
    changes: Sequence[Concerned]
    seed: int

    def more(self, stage: int, pace: float = 1.0) -> Floats:
        """Customers more at a stage; `pace` slows how often newcomers go on."""
        some = [one for one in self.changes if one.into <= stage]
        gains = [gained(self.chain, one, stage) for one in some]
        losses = [missed(self.chain, one, stage) for one in some]
        now, everybody = self.chain.size(stage), int(self.chain.present.sum())
        return np.clip(self._net(some, gains, losses, stage, pace), -now, everybody - now)

    def back(self, goal: int) -> Floats:
        """Customers more who come back: feelings concern all who pass, not newcomers alone."""
        some = [one for one in self.changes if one.into <= goal]
        gains = [gained(self.chain, one, goal) if one.certain else one.open for one in some]
        losses = [missed(self.chain, one, goal) if one.certain else one.kept for one in some]
        return self._net(some, gains, losses, goal, 1.0)

    def conversion(self, stage: int) -> Floats:
        """Share of a stage's customers who later reach the next one, from today's as counted."""
        today = self.chain.reached(stage) / self.chain.size(stage)
        won, gone = self._rates[stage]
        return today + (1 - today) * won - today * gone

    @cached_property
    def _rates(self) -> list[tuple[Floats, Floats]]:
        """For every stage but the last: chance to win its lost customers, to lose the others."""
        return [self._rate(stage) for stage in range(len(self.chain.keys) - 1)]

    def _rate(self, stage: int) -> tuple[Floats, Floats]:
        if not self.chain.goes_on[stage]:
            return np.zeros(DRAWS), np.zeros(DRAWS)
        some = [one for one in self.changes if one.into == stage + 1]
        here = self.chain.stages[stage]
        opened = [one.open if one.certain else gained(self.chain, one, one.into) for one in some]
        closed = [one.kept if one.certain else missed(self.chain, one, one.into) for one in some]
        at_once, bound = [np.ones(1)] * len(some), [1.0] * len(some)
        won = _mean(opened, here.lost, lambda which: _won(some, which, at_once))
        return won, _mean(closed, here.reached, lambda which: _gone(some, which, bound))

    def _today(self, source: int, target: int) -> Floats:
        """Chance that a customer of a stage later comes to another, as today."""
        further = int(self.chain.further[source, target])
        others = self.chain.size(source) - further
        luck = stream(self.seed, f"from {self.chain.keys[source]} to {self.chain.keys[target]}")
        return luck.beta(further + JEFFREYS, others + JEFFREYS, DRAWS)

    def _ends(self, stage: int) -> bool:
        """Whether no journey can go on from a stage: no chance of it is drawn."""
        return not self.chain.goes_on[stage] and not self.chain.further[stage].any()

    def _passage(self, source: int, target: int) -> Floats:
        """Chance that a newcomer of a stage comes to a later one, changes on the way included."""
        known = self._passages.get((source, target))
        if known is None:
            known = self._passages[source, target] = self._passed(source, target)
        return known

    @cached_property
    def _passages(self) -> dict[tuple[int, int], Floats]:
        return {}

    def _passed(self, source: int, target: int) -> Floats:
        """A raised step wins those who pass it and come no other way; a lowered one loses them."""
        if source == target:
            return np.ones(DRAWS)
        if self._ends(source):
            return np.zeros(DRAWS)
        today = self._today(source, target)
        stay, keep = 1 - today, today
        for stage in range(source, target):
            won, gone = self._rates[stage]
            if won.any() or gone.any():
                before, after = self._passage(source, stage), self._passage(stage + 1, target)
                stay = stay * (1 - before * won * after)
                by_it = before * self._today(stage, stage + 1) * after / today
                keep = keep * (1 - np.minimum(by_it, 1) * gone)
        return np.clip((1 - stay) + (keep - today), 0, 1)

    def _net(
        self, some: Sequence[Concerned], gains: list[Mask], losses: list[Mask], goal: int,
        pace: float,
    ) -> Floats:  # fmt: skip
        """Customers won less customers lost, how many there are to win or lose drawn too."""
        if not some:
            return np.zeros(DRAWS)
        present = self.chain.present
        counts, which = patterns([one[present] for one in (*gains, *losses)])
        luck = stream(self.seed, f"customers {self.chain.keys[goal]}")
        drawn = luck.standard_gamma(counts[:, None], (len(counts), DRAWS))
        drawn *= counts.sum() / drawn.sum(axis=0)
        further = [self._passage(one.into, goal) for one in some]
        slowed = [
            way if one.into == goal else way * pace for one, way in zip(some, further, strict=True)
        ]
        bound = [1 - anyway(self.chain, one, goal) for one in some]
        arrive = _won(some, which[:, : len(some)], slowed)
        leave = _gone(some, which[:, len(some) :], bound)
        return np.asarray((drawn * (arrive - leave)).sum(axis=0))


def patterns(bits: Sequence[Mask]) -> tuple[Whole, Mask]:
    """How many customers have each combination of `bits`: (G,) counts, (G, bits) which they are."""
    code, table = np.zeros(len(bits[0]), dtype=np.int64), np.zeros((1, 0), dtype=bool)
    for bit in bits:
        found, place = numbered(code * 2 + bit, 2 * len(table))
        table = np.column_stack([table[found // 2], found % 2 == 1])
        code = place.astype(np.int64)
    return np.bincount(code, minlength=len(table)).astype(np.int64), table


def _won(some: Sequence[Concerned], which: Mask, way: Sequence[Floats]) -> Floats:
    """(G, draws) chance to arrive, for customers open to `which` (G, changes) of the changes.

    Changes into the same stage win a customer once, who then goes on by its `way`; ways by
    different stages are independent chances.
    """
    away = np.ones((len(which), DRAWS))
    for into in sorted({one.into for one in some}):
        places = [place for place, one in enumerate(some) if one.into == into]
        unmoved = np.ones_like(away)
        for place in places:
            unmoved *= 1 - which[:, place, None] * np.maximum(some[place].share, 0)
        away *= 1 - (1 - unmoved) * way[places[0]]
    return 1 - away


def _gone(some: Sequence[Concerned], which: Mask, bound: Sequence[float]) -> Floats:
    """(G, draws) chance to be lost by any of the changes that concern `which` (G, changes).

    `bound` is, for each, the share of those lost who do not come another way.
    """
    kept = np.ones((len(which), DRAWS))
    for place, one in enumerate(some):
        kept *= 1 - which[:, place, None] * np.maximum(-one.share, 0) * bound[place]
    return 1 - kept


def _mean(masks: list[Mask], among: Mask, chance: Callable[[Mask], Floats]) -> Floats:
    """(draws,) mean chance of the customers `among`; 0 without any."""
    if not masks or not among.any():
        return np.zeros(DRAWS)
    counts, which = patterns([one[among] for one in masks])
    return np.asarray(counts @ chance(which) / counts.sum())
