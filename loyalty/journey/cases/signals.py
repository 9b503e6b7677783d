"""Signals that somebody should call back: bad answers, complaints and low feelings, one row each.

- complaint: an event whose touchpoint names a complaint, unless it names that it was solved;
- detractor: an NPS answer from 0 to 6;
- low satisfaction: a CSAT answer in the bottom two of five, or below the middle of another scale;
- high effort: a CES answer in the top two of five, or above the middle of another scale;
- low feeling: an event's own feeling in the lowest quarter of the scale of all feelings.

The scale of a question is the first usual one that holds every score given; feelings that come
from answers are no signals of their own, since the answers are.
"""

import re
from collections.abc import Callable

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty import engine
from loyalty.engine import Tables
from loyalty.indicators.complaint_count import WORDS
from loyalty.journey.answered import scale_of
from loyalty.journey.log import LARGEST_SCORE, Log
from loyalty.journey.stage_words import plain
from loyalty.language import mark
from loyalty.questions import item_expression, valid_expression
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

KINDS = {  # the gravest first
    "complaint": mark("Complaint"),
    "detractor": mark("Detractor (NPS 0 to 6)"),
    "low_satisfaction": mark("Low satisfaction"),
    "high_effort": mark("High effort"),
    "low_feeling": mark("Low feeling"),
}
ASKED = {"nps": "detractor", "csat": "low_satisfaction", "ces": "high_effort"}
COLUMNS = [CUSTOMER, "time", "kind", "source", "touchpoint", "score", "text"]

MOST_DETRACTED = 6
USUAL, FIVE = ((1.0, 5.0), (0.0, 1.0), (-1.0, 1.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0)), (1, 5)
LOWEST = 0.25  # of the scale of feelings

SOLVED = re.compile(
    r"\brecover(?:y|ed)\b|\bresolved\b|(?<!un)(?<!re)\bsolved\b"
    r"|\b(?:complaint|issue|case|dispute|problem|ticket|contact) resolution\b"
    r"|\b(?:complaint|issue|case|problem|ticket) closed\b"
    r"|补救|挽回|解决(?!方案)|处理完|已处理|结案|办结"
)
UNSOLVED = re.compile(
    r"\b(?:not|never|un|non|pending|cart|basket|checkout|password|account|data)\b"
    r"|未|没|无法|不能|待解决|待处理"
)

Mask = NDArray[np.bool_]


def solves(touchpoint: str) -> bool:
    """Whether a touchpoint's name says that something was put right: service recovery, 解决."""
    name = plain(touchpoint)
    return bool(SOLVED.search(name)) and not UNSOLVED.search(name)


def complains(touchpoint: str) -> bool:
    """Whether a touchpoint's name speaks of a complaint that is not yet solved."""
    return any(word in touchpoint.lower() for word in WORDS) and not solves(touchpoint)


def signals(tables: Tables, study: Study, log: Log | None) -> pd.DataFrame:
    """One row per signal with `COLUMNS`, in no order.

    source: what told it, such as "events/Complaint" or "answers/nps"; touchpoint: of an event,
    missing for answers; score: on the scale it was given on; text: the comment, or missing.
    """
    known = until(tables, study.as_of)
    found = [*_of_answers(known), *(_of_events(known, log) if log else ())]
    if not found:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    return pd.concat(found, ignore_index=True)


def possible(tables: Tables, log: Log) -> bool:
    """Whether the data hold anything that could become a case at all."""
    if (~np.isnan(log.feeling[~log.answered])).any() or any(map(complains, log.names)):
        return True
    if "answers" not in tables or "time" not in tables["answers"].collect_schema().names():
        return False
    items = tables["answers"].select(item=item_expression()).unique()
    return bool(set(engine.collect(items)["item"]) & set(ASKED))


def _of_events(known: Tables, log: Log) -> list[pd.DataFrame]:
    if "events" not in known:
        return []
    complaints = [name for name in log.names if complains(name)]
    lowest = _lowest(log)
    rows = _with(known["events"], feeling=nw.Float64, text=nw.String)
    low = (nw.col("feeling") <= lowest) & (nw.col("feeling") >= -LARGEST_SCORE)
    wanted = nw.col("touchpoint").is_in(complaints) | low
    chosen = rows.drop_nulls([CUSTOMER, "time", "touchpoint"]).filter(wanted)
    found = engine.collect(chosen.select(CUSTOMER, "time", "touchpoint", "text", score="feeling"))
    kind = np.where(found["touchpoint"].isin(complaints), "complaint", "low_feeling")
    return [found.assign(kind=kind, source="events/" + found["touchpoint"].astype(str))[COLUMNS]]


def _lowest(log: Log) -> float:
    """The highest feeling that is a signal; below every feeling where all are the same."""
    own = log.feeling[~log.answered]
    low, high = scale_of(own)
    return low + LOWEST * (high - low) if high > low else -np.inf


def _of_answers(known: Tables) -> list[pd.DataFrame]:
    if "answers" not in known or "time" not in known["answers"].collect_schema().names():
        return []
    rows = _with(known["answers"], text=nw.String).with_columns(item=item_expression())
    asked = rows.filter(nw.col("item").is_in(list(ASKED)) & valid_expression())
    asked = asked.filter(nw.col("score").is_between(-LARGEST_SCORE, LARGEST_SCORE))
    asked = asked.drop_nulls([CUSTOMER, "time"])
    scores = nw.col("score")
    ends = engine.collect(asked.group_by("item").agg(low=scores.min(), high=scores.max()))
    return [
        _answered(asked, str(row["item"]), _bad(str(row["item"]), _scale(row["low"], row["high"])))
        for row in ends.sort_values("item").to_dict("records")
    ]


def _answered(asked: nw.LazyFrame, item: str, bad: Callable[[nw.Expr], nw.Expr]) -> pd.DataFrame:
    chosen = asked.filter((nw.col("item") == item) & bad(nw.col("score")))
    found = engine.collect(chosen.select(CUSTOMER, "time", "score", "text"))
    told = {"kind": ASKED[item], "source": f"answers/{item}"}
    return found.assign(touchpoint=None, **told)[COLUMNS]


def _scale(low: float, high: float) -> tuple[float, float]:
    return next((one for one in USUAL if one[0] <= low and high <= one[1]), (low, high))


def _bad(item: str, scale: tuple[float, float]) -> Callable[[nw.Expr], nw.Expr]:
    """Whether a score of a question is a signal."""
    middle = sum(scale) / 2
    if item == "nps":
        return lambda score: score <= MOST_DETRACTED
    if item == "csat":
        return lambda score: score <= 2 if scale == FIVE else score < middle
    return lambda score: score >= 4 if scale == FIVE else score > middle


def _with(rows: nw.LazyFrame, **columns: type[nw.Float64 | nw.String]) -> nw.LazyFrame:
    """The rows, with an empty column where the data have none of a name."""
    there = rows.collect_schema().names()
    missing = [
        nw.lit(None).cast(kind).alias(name) for name, kind in columns.items() if name not in there
    ]
    return rows.with_columns(*missing) if missing else rows
