"""Random numbers, drawn once and shared: every strategy lives through the same luck.

Each kind of number has a stream of its own, made from the study's seed and a name, so that adding
a strategy or an assumption changes no other draw. Comparisons are therefore paired: the difference
between two strategies comes from the strategies alone (common random numbers).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from zlib import crc32

import numpy as np
import pandas as pd

from loyalty.simulation.cells import Cells, rates_of
from loyalty.simulation.cells.drift import Drift
from loyalty.strategies.base import Array, Assumption, Baseline
from loyalty.study import Range, Study

Z90 = 1.6448536269514722
SAFE = 1e-9


def stream(study: Study, name: str) -> np.random.Generator:
    """The random numbers called `name` under the study's seed."""
    return np.random.default_rng([study.seed, crc32(name.encode())])


def of_range(study: Study, one: Assumption, chosen: Range, owner: str = "") -> Array:
    """Draws of an assumption: normal with the range as its 5th and 95th percentile, then clipped.

    It has the same luck in every scenario, and in every strategy where it is the same fact; else
    that of its strategy, `owner`.
    """
    name = one.key if one.shared else f"{owner} {one.key}".strip()
    luck = stream(study, f"assumption {name}").standard_normal(study.draws)
    centre, half = (chosen.low + chosen.high) / 2, (chosen.high - chosen.low) / 2
    return np.clip(centre + half / Z90 * luck, one.least, one.most)


def of_all(
    study: Study, assumptions: Sequence[Assumption], chosen: Mapping[str, Range], owner: str = ""
) -> dict[str, Array]:
    """Draws of several assumptions of the strategy `owner` by key."""
    return {one.key: of_range(study, one, chosen[one.key], owner) for one in assumptions}


def baseline(cells: Cells, study: Study, margin: Array) -> Baseline:
    """The states' rates drawn from their posteriors, with the uncertainty of today's level.

    Cells of one state share its chances of staying and orders.
    """
    states = cells.table.drop_duplicates("state")
    place = states["state"].searchsorted(cells.table["state"])
    stay, orders = _rates(states, cells, study)
    luck = stream(study, "money").standard_normal((2, study.draws))
    amount, error = (
        cells.table[name].to_numpy(float)[:, None] for name in ("amount", "amount_error")
    )
    relative = np.where(amount > 0, error / np.maximum(amount, SAFE), 0)
    nps, nps_error = (states[name].to_numpy(float)[:, None] for name in ("nps", "nps_error"))
    table = cells.table
    return Baseline(
        stay=stay[place],
        orders=orders[place],
        amount=amount * positive(relative, luck[0]),
        margin=margin,
        active=table["active"].to_numpy(bool),
        customers=table["customers"].to_numpy(float),
        failed=table["failed"].to_numpy(float),
        memory=cells.memory,
        life_cycle=table["life_cycle"].to_numpy(str),
        value_band=table["value_band"].to_numpy(str),
        segment=table["segment"].to_numpy(str),
        nps=(nps + nps_error * luck[1])[place],
        new_customers=_arrivals(cells, study),
        word_of_mouth=_word_of_mouth(cells, study),
        first_orders=cells.first_orders,
        first_amount=cells.first_amount,
        stay_moves=cells.stay_moves,
        lapse_moves=cells.lapse_moves,
    )


def _rates(states: pd.DataFrame, cells: Cells, study: Study) -> tuple[Array, Array]:
    """Chance of staying and orders a month by state: (states, draws)."""
    size = (len(states), study.draws)
    counts = ["months_seen", "stayed", "orders", "stay_prior", "orders_prior"]
    rates = rates_of(*(states[name].to_numpy(float) for name in counts))
    rng = stream(study, "rates")
    stay = rng.beta(rates.stay_yes[:, None], rates.stay_no[:, None], size)
    orders = rng.gamma(rates.orders_shape[:, None], 1 / rates.orders_seen[:, None], size)
    logit = _logit(_inside(stay)) + _level(cells, study, "stay")
    return _inside(_expit(logit)), orders * np.exp(_level(cells, study, "orders"))


@dataclass(frozen=True)
class Luck:
    """Process noise: stay (months, cells, draws), the others (months, draws); shocks of months."""

    stay: Array
    orders: Array
    money: Array
    arrivals: Array
    stay_shock: Array
    orders_shock: Array
    arrivals_shock: Array

    def part(self, draws: slice) -> "Luck":
        """The luck of some of the draws."""
        return Luck(*(getattr(self, one.name)[..., draws] for one in fields(self)))


def luck(cells: Cells, study: Study) -> Luck:
    """Everything chance does from month to month; fewer months have the same luck as the first."""
    months, draws = study.months, study.draws
    each = np.moveaxis(stream(study, "process").standard_normal((months, 3, draws)), 1, 0)
    size = (months, len(cells.table), draws)
    return Luck(
        stay=stream(study, "stay").standard_normal(size, dtype=np.float32),
        orders=each[0],
        money=each[1],
        arrivals=each[2],
        stay_shock=_shock(cells, study, "stay"),
        orders_shock=_shock(cells, study, "orders"),
        arrivals_shock=np.exp(_shock(cells, study, "arrivals")),
    )


def _arrivals(cells: Cells, study: Study) -> Array:
    """New customers a month whom nobody referred: Gamma posterior, and where its level stands."""
    rng = stream(study, "arrivals")
    alone = cells.arrivals.sum() - cells.referred
    rate = rng.gamma(alone + SAFE, 1 / cells.months, study.draws)
    return rate * np.exp(_level(cells, study, "arrivals"))


def _word_of_mouth(cells: Cells, study: Study) -> Array:
    """New customers a month whom each customer who stays refers, alike."""
    stayed = cells.table.drop_duplicates("state")["stayed"].sum()
    rng = stream(study, "word of mouth")
    rate = rng.gamma(cells.referred, 1 / max(stayed, 1), study.draws)
    return rate * np.exp(_level(cells, study, "arrivals"))


def _level(cells: Cells, study: Study, name: str) -> Array:
    """Where the level of a rate stands at the start: (draws,)."""
    drift: Drift = getattr(cells.spread, name)
    luck = stream(study, f"level of {name}").standard_normal(study.draws)
    return drift.now + drift.error * _scale(drift, study, name) * luck


def _shock(cells: Cells, study: Study, name: str) -> Array:
    """How far each month is from the level at the start, by steps and noise: (months, draws).

    Noise is Laplace: most months are alike, a few (Christmas, a campaign) far off.
    """
    drift: Drift = getattr(cells.spread, name)
    size = (study.months, study.draws)
    steps = stream(study, f"steps of {name}").standard_normal(size).cumsum(axis=0)
    noise = stream(study, f"months of {name}").laplace(0, np.sqrt(0.5), size)
    return _scale(drift, study, name) * (drift.step * steps + drift.noise * noise)


def _scale(drift: Drift, study: Study, name: str) -> Array:
    """Factors on the sizes of a drift, so that its draws are Student's t with `sure` degrees."""
    chi = stream(study, f"sizes of {name}").chisquare(drift.sure, study.draws)
    return np.sqrt(drift.sure / np.maximum(chi, SAFE))


def thin(count: Array, share: Array, luck: Array) -> Array:
    """How many of `count` do what each does with chance `share`.

    A variance-stabilised normal (Anscombe 1948) instead of a binomial: the mean is exact (but for
    a few per cent in cells of one or two customers), the variance within 1/8 of a customer, the
    result within 0..count, and the same luck gives nearby results for nearby chances. Counts of
    customers are therefore not whole numbers.
    """
    often = share > 0.5
    rare = np.minimum(share, 1 - share)
    few = _squared(count * rare, (1 - rare) / 4, np.where(often, -luck, luck))
    few = np.minimum(few, count)
    return np.where(often, count - few, few)


def poisson(mean: Array, luck: Array) -> Array:
    """A Poisson count by the same approximation as `thin`."""
    return _squared(mean, np.full(1, 0.25), luck)


def positive(deviation: Array | float, luck: Array) -> Array:
    """Log-normal factors with mean 1 and standard deviation `deviation`."""
    variance = np.log1p(np.square(deviation))
    return np.exp(np.sqrt(variance) * luck - variance / 2)


def _squared(mean: Array, quarter: Array, luck: Array) -> Array:
    low = np.minimum(mean, quarter)
    root = np.sqrt(mean - low) + np.sqrt(low) * luck
    return np.square(root, out=root)


def _logit(share: Array) -> Array:
    return np.log(share) - np.log1p(-share)


def _expit(value: Array) -> Array:
    return 1 / (1 + np.exp(-value))


def _inside(share: Array) -> Array:
    return np.clip(share, SAFE, 1 - SAFE)
