"""What each method finds for the draft's customers, computed once per choice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from loyalty import scoring, weights
from loyalty.indicators import BY_KEY
from loyalty.language import mark
from loyalty.problems import LoyaltyError, Refused
from loyalty.study import Weighting
from pages import _results as results
from pages import _session as session

NO_SCORES = mark("None of the chosen indicators has a score here, so no weights follow from them.")
TWICE = mark("Both parts are the same: choose two different ones.")
METHODS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "entropy": weights.entropy,
    "critic": weights.critic,
    "principal": weights.principal,
}

Flat = dict[str, float]


@dataclass(frozen=True)
class Fit:
    """Weights fitted to repurchase, and the customers they rest on.

    Attributes:
        keys: indicators with a score on the earlier day, in the order of the weights.
        customers: who had ordered by then; returned: who of them ordered afterwards.
        until: last day the indicators know. last: last day of the outcome window.
    """

    keys: tuple[str, ...]
    result: weights.Fitted
    customers: int
    returned: int
    until: date
    last: date


def carried() -> list[str]:
    """The chosen indicators that have a score here."""
    chosen = session.study().indicators
    return [key for key in results.scores().keys if key in chosen]


def objective(method: str) -> Any:
    """The result of entropy, CRITIC or principal over the scores; Refused without any."""
    study, chosen = session.study(), carried()
    if not chosen:
        raise Refused(NO_SCORES)
    scored = results.scores()
    return session.cached(
        f"found_{method}",
        lambda: METHODS[method](scoring.frame(scored)[chosen]),
        *(study.as_of, study.scale, chosen),
    )


def fit(days: int) -> Fit:
    """Weights fitted to a repurchase within `days`; Refused when the data do not allow it."""
    study = session.study()
    parts = study.as_of, study.scale, study.indicators, days
    found = session.cached("found_fitted", lambda: _fit(days), *parts)
    if isinstance(found, LoyaltyError):
        raise found
    return found


def _fit(days: int) -> Fit | Refused:
    """The fit, or why there is none: kept either way, because both take as long."""
    study = session.study()
    chosen = [BY_KEY[key] for key in study.indicators]
    try:
        earlier, outcome = weights.windows(session.tables(), study.as_of, days, chosen)
        frame = scoring.frame(scoring.scores(earlier, study.scale))
        found = weights.fitted(frame, outcome)
    except Refused as error:
        return error
    until = study.as_of - timedelta(days=days)
    return Fit(tuple(frame.columns), found, len(outcome), int(outcome.sum()), until, study.as_of)


def flat(method: str, days: int) -> Flat:
    """The weight of each indicator by one method, sum 1; Refused where it gives none."""
    study = session.study()
    if method == "direct":
        return weights.effective(study, carried())
    if method == "ahp":
        judged = study.change(weighting=study.weighting.model_copy(update={"method": "ahp"}))
        fields = weights.find(judged, results.scores())
        return weights.effective(study.change(**fields), carried())
    if method == "fitted":
        found = fit(days)
        return dict(zip(found.keys, found.result.weights.tolist(), strict=True))
    result = objective(method)
    if method == "principal" and not result.offered:
        raise Refused(result.reason, **result.values)
    return dict(zip(carried(), result.weights.tolist(), strict=True))


def uses(how: Weighting, method: str) -> bool:
    """Whether a weighting is by this method, or joins it."""
    return method == how.method or (how.method == "combine" and method in how.parts)


def is_joined(how: Weighting) -> bool:
    """Whether the weights in use came from joining just these parts, one of them those in use.

    To join them again would count the other part twice.
    """
    return uses(how, "direct") and how.method == "combine" and how == session.study().weighting


def found(how: Weighting) -> Flat:
    """The weight of each indicator by a weighting, sum 1; Refused where there is none."""
    if is_joined(how):
        return flat("direct", how.days)
    return _joined(how) if how.method == "combine" else flat(how.method, how.days)


def _joined(how: Weighting) -> Flat:
    """Two methods joined, as `loyalty.weights.find` joins them."""
    if len(set(how.parts)) < 2:
        raise Refused(TWICE)
    chosen = carried()
    first, second = (
        [one.get(key, 0.0) for key in chosen]
        for one in (flat(part, how.days) for part in how.parts)
    )
    found = weights.combine(first, second, how.share, how.how)
    return dict(zip(chosen, found.weights.tolist(), strict=True))
