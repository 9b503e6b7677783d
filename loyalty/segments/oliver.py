"""Stages of loyalty, from knowing to acting (Oliver 1999).

A customer is in the highest stage that passes while every earlier one passes too. A stage that was
not asked does not pass: the customer is at least where we see them.
"""

import numpy as np
import pandas as pd

from loyalty.language import mark
from loyalty.questions import STAGES
from loyalty.segments.base import Scheme, Segment, Threshold, answer_scale
from loyalty.study import Condition

ANSWERS = tuple(f"answer.{stage}" for stage in STAGES)


def _cut(customers: pd.DataFrame, _gaps: pd.Series, _active: int) -> float:
    """The first answer above the middle of the scale, which all four questions share."""
    here = [name for name in ANSWERS if name in customers]
    middle, step = answer_scale(np.ravel(customers[here].to_numpy(dtype=float)))
    return middle + step


def _passed(count: int) -> tuple[Condition, ...]:
    """The first `count` stages pass."""
    return tuple(Condition(column=name, op=">=", threshold="stage_cut") for name in ANSWERS[:count])


GROUPS = (
    Segment(
        key="oliver_action",
        label=mark("Action loyalty"),
        meaning=mark("Overcome obstacles to buy from us, on top of all earlier stages."),
        action=mark("Remove the obstacles they overcome; let them speak for us."),
        colour="#0072B2",
        conditions=_passed(4),
    ),
    Segment(
        key="oliver_conative",
        label=mark("Conative loyalty"),
        meaning=mark("Know, like and intend to buy again, but obstacles may stop them."),
        action=mark("Make the next order easy: stock, delivery, reminders at the right time."),
        colour="#56B4E9",
        conditions=_passed(3),
    ),
    Segment(
        key="oliver_affective",
        label=mark("Affective loyalty"),
        meaning=mark("Know and like us, without a firm intention yet."),
        action=mark("Turn liking into a plan: a next use, a membership, a date."),
        colour="#009E73",
        conditions=_passed(2),
    ),
    Segment(
        key="oliver_cognitive",
        label=mark("Cognitive loyalty"),
        meaning=mark("Hold our offer for the better one; a better offer elsewhere wins them."),
        action=mark("Give good experiences that they remember, beside a fair offer."),
        colour="#CC79A7",
        conditions=_passed(1),
    ),
    Segment(
        key="oliver_unasked",
        label=mark("Stage not asked"),
        meaning=mark("No answer to the first stage, so none can be told."),
        action=mark("Ask them the four questions, first to last."),
        colour="#B5B5B5",
        conditions=(Condition(column=ANSWERS[0], op="missing"),),
    ),
    Segment(
        key="oliver_none",
        label=mark("No stage yet"),
        meaning=mark("Do not hold our offer for the better one."),
        action=mark("Improve the offer, or what they know of it, before anything else."),
        colour="#6E6E6E",
    ),
)

SCHEME = Scheme(
    key="oliver",
    label=mark("Loyalty stages"),
    meaning=mark("How far have they come: knowing, liking, intending, acting?"),
    source=mark(
        "Oliver (1999): cognitive, affective, conative, action, each with those before it. One "
        "question a stage and the cut are ours."
    ),
    groups=GROUPS,
    thresholds=(
        Threshold(
            "stage_cut",
            mark("Stage passed: answer at least"),
            mark("Default: the first answer above the middle of the scale."),
            ANSWERS[0],
            _cut,
            digits=1,
        ),
    ),
    needs=ANSWERS,
)
