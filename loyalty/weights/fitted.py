"""Weights fitted to a later outcome, with their quality on customers the fit never saw.

A logistic regression explains the outcome (such as a repurchase within N days) by the scores of
an earlier day; its coefficients, none below zero, divided by their sum are the weights. A light
ridge keeps them finite. A missing score stands at the mean of the training part, so that only
what varies earns weight. The rows held out, the same share of either outcome, take no part.

A negative weight would make a good score count against its customer, so such a coefficient is
held at zero and named. The quality measures are those of `loyalty.weights.quality`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import expit

from loyalty import engine, rollup
from loyalty.engine import Tables
from loyalty.indicators.base import Indicator
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.weights.criteria import Frame, criteria, shares
from loyalty.weights.quality import area, brier, calibration

LEAST = 50
LEAST_OF_EACH = 10
RIDGE = 1.0

SHAPE = mark("There are {rows} rows of scores and {outcomes} outcomes: give one outcome per row.")
NOT_YES_NO = mark("An outcome is neither yes nor no: give one or the other for every customer.")
ONE_OUTCOME = mark(
    "All customers have the same outcome, so nothing can be learned: choose another number of days."
)
TOO_FEW = mark(
    "Fitted weights need at least {rows} customers and {each} of either outcome; there are"
    " {customers}, of whom {yes} did and {no} did not."
)
NOTHING = mark(
    "No indicator goes along with the outcome in its good direction, so all weigh the same."
)
NO_ORDERS = mark("Weights fitted to repurchase need orders; these data have none.")
TOO_SHORT = mark(
    "By {day}, the start of the outcome window, only {customers} customers had ordered; {least} are"
    " needed: choose fewer days."
)


@dataclass(frozen=True)
class Fitted:
    """Weights fitted to an outcome, and how well they foretell it for the rows held out.

    Attributes:
        weights: (k,) in input order, sum 1.
        coefficients: (k,) log odds per score point 0-1, none below 0; intercept: log odds at 0.
        auc: share of pairs put in the right order; auc_low, auc_high: its 95 % interval.
        brier: mean squared error of the probability; base_brier: of always saying the base rate.
        skill: 1 - brier / base_brier, with its 95 % interval skill_low, skill_high.
        calibration: fifth (1 lowest), customers, predicted, observed, observed_low, observed_high.
        train, test: rows fitted on and held out.
        dropped: indicators whose coefficient would be negative beside the others.
        constant: indicators whose score does not vary.
        note: why the weights are equal, where no indicator goes along with the outcome; else "".
    """

    weights: np.ndarray
    coefficients: np.ndarray
    intercept: float
    auc: float
    auc_low: float
    auc_high: float
    brier: float
    base_brier: float
    skill: float
    skill_low: float
    skill_high: float
    calibration: pd.DataFrame
    train: int
    test: int
    dropped: tuple[str, ...]
    constant: tuple[str, ...]
    note: str

    @property
    def useful(self) -> bool:
        """Whether the weights tell the outcomes held out apart better than chance."""
        return self.auc_low > 0.5


def fitted(frame: Frame, outcome: ArrayLike, holdout: float = 0.3, seed: int = 1) -> Fitted:
    """Fit weights on one part of the rows and measure them on the other.

    The same rows in any order give the same result.

    Args:
        frame: (n, k) scores 0-1, high is good, NaN where missing, measured before the outcome.
        outcome: (n,) whether it happened afterwards.
        holdout: share of the rows held out. seed: which rows those are.

    Raises:
        Refused: infinite values, all outcomes equal, fewer than 50 rows or 10 of either outcome.
    """
    table = criteria(frame)
    scores = table.values.T
    happened = _checked(len(scores), np.asarray(outcome))
    train, test = split(scores, happened, holdout, seed)
    means, varies = _means(scores[train]), _varying(scores[train])
    centred = np.where(np.isnan(scores) | ~varies, 0.0, scores - means)
    intercept, coefficients, slope = _fit(centred[train], happened[train])
    names = np.array(table.names)
    predicted = expit(intercept + centred[test] @ coefficients)
    weights, none = shares(coefficients)
    return Fitted(
        weights,
        coefficients,
        float(intercept - means @ coefficients),
        *area(predicted, happened[test]),
        *brier(predicted, happened[test], happened[train].mean()),
        calibration(predicted, happened[test]),
        len(train),
        len(test),
        tuple(names[varies & (coefficients == 0) & (slope > 0)]),
        tuple(names[~varies]),
        NOTHING if none else "",
    )


def _checked(rows: int, outcome: np.ndarray) -> np.ndarray:
    if outcome.shape != (rows,):
        raise Refused(SHAPE, rows=rows, outcomes=outcome.size)
    if pd.isna(outcome).any() or not np.isin(outcome, (0, 1)).all():
        raise Refused(NOT_YES_NO)
    happened = outcome.astype(bool)
    yes, no = int(happened.sum()), int((~happened).sum())
    if rows >= LEAST and not (yes and no):
        raise Refused(ONE_OUTCOME)
    if rows < LEAST or min(yes, no) < LEAST_OF_EACH:
        raise Refused(TOO_FEW, rows=LEAST, each=LEAST_OF_EACH, customers=rows, yes=yes, no=no)
    return happened


def split(
    scores: np.ndarray, happened: np.ndarray, holdout: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows to fit on and rows held out; sorted first, so that the order of input is no matter."""
    ordered = np.lexsort((*scores.T, happened))
    generator = np.random.default_rng(seed)
    train, test = [], []
    for value in (False, True):
        rows = generator.permutation(ordered[happened[ordered] == value])
        cut = int(np.clip(round(holdout * len(rows)), 2, len(rows) - 2))
        test.append(rows[:cut])
        train.append(rows[cut:])
    return np.concatenate(train), np.concatenate(test)


def _means(scores: np.ndarray) -> np.ndarray:
    """Mean of the known scores of each column; 0 without any."""
    known = ~np.isnan(scores)
    return np.where(known, scores, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)


def _varying(scores: np.ndarray) -> np.ndarray:
    """Whether each column has at least two different known scores."""
    return np.asarray(np.fmin.reduce(scores, axis=0) < np.fmax.reduce(scores, axis=0))


def _fit(centred: np.ndarray, happened: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Intercept, coefficients, and the slope of the loss at them (positive where held at 0)."""
    columns, share = centred.shape[1], happened.mean()
    found = minimize(
        _loss,
        np.array([np.log(share / (1 - share)), *np.zeros(columns)]),
        args=(centred, happened),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *[(0.0, None)] * columns],
        options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-9},
    )
    return float(found.x[0]), found.x[1:], _loss(found.x, centred, happened)[1][1:]


def _loss(point: np.ndarray, centred: np.ndarray, happened: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean negative log likelihood with its ridge, and the slope; `point`: intercept first."""
    logit = point[0] + centred @ point[1:]
    value = np.logaddexp(0.0, logit).sum() - logit[happened].sum()
    wrong = expit(logit) - happened
    slope = np.array([wrong.sum(), *(wrong @ centred + RIDGE * point[1:])])
    return (value + RIDGE * (point[1:] ** 2).sum() / 2) / len(logit), slope / len(logit)


def windows(
    tables: Tables, as_of: date, days: int, indicators: Sequence[Indicator]
) -> tuple[pd.DataFrame, np.ndarray]:
    """Indicators of an earlier day, and who ordered in the days after it.

    The windows do not touch: indicators know rows up to the end of the day `as_of` - `days`, the
    outcome is an order (no return) from the next day up to the end of `as_of`. Rows without a
    time are left out, because they may be later. Score the frame by the study's frozen scale.

    Returns:
        The frame of `loyalty.rollup.customers` for those with an order by then, and whether each
        ordered afterwards.

    Raises:
        Refused: no orders, or fewer than 50 customers had ordered by then.
    """
    if "orders" not in tables:
        raise Refused(NO_ORDERS)
    day = as_of - timedelta(days=days)
    dated = _dated(tables)
    known = _buyers(rollup.until(dated, day)["orders"])
    if len(known) < LEAST:
        raise Refused(TOO_SHORT, day=day.isoformat(), customers=len(known), least=LEAST)
    frame = rollup.customers(dated, day, indicators)
    frame = frame[frame[rollup.CUSTOMER].isin(known)].reset_index(drop=True)
    following = nw.col("time") >= datetime.combine(day + timedelta(days=1), time())
    later = _buyers(rollup.until(dated, as_of)["orders"].filter(following))
    return frame, frame[rollup.CUSTOMER].isin(later).to_numpy()


def _dated(tables: Tables) -> dict[str, nw.LazyFrame]:
    """The tables that say when, without the rows that do not."""
    columns = {name: rollup.TIMES[name] for name in tables if name in rollup.TIMES}
    return {
        name: tables[name].filter(~nw.col(column).is_null())
        for name, column in columns.items()
        if column in tables[name].collect_schema().names()
    }


def _buyers(orders: nw.LazyFrame) -> pd.Series:
    found = orders.filter(~nw.col("is_return")).select(rollup.CUSTOMER).unique()
    return engine.collect(found)[rollup.CUSTOMER]
