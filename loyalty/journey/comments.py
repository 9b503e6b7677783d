"""What customers said at a touchpoint, the lowest feelings first: evidence for a pain point.

Texts of the touchpoint's events, and texts of survey answers whose nearest moment within the window
is at the touchpoint (`loyalty.journey.answered`). Other people's words: show them escaped.
"""

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loyalty import engine
from loyalty.engine import Tables
from loyalty.journey.answered import HOUR, nearest
from loyalty.journey.log import LARGEST_SCORE, Log, read
from loyalty.questions import item_expression
from loyalty.rollup import CUSTOMER, until
from loyalty.study import Study

EVENT = "event"
COLUMNS = [CUSTOMER, "time", "feeling", "text", "source"]


def of(
    tables: Tables, study: Study, touchpoint: str, limit: int = 100, log: Log | None = None
) -> pd.DataFrame:
    """At most `limit` comments, the lowest feeling first, then the latest, unknown feelings last.

    Columns customer_id, time, feeling (of the moment, on the data's own scale), text, source
    ("event", or the code of the question that was answered).

    Args:
        log: journeys whose moments count; everybody's when it is not given.
    """
    known, moments = until(tables, study.as_of), read(tables, study) if log is None else log
    found = [_of_events(known, moments, touchpoint), _of_answers(known, study, moments, touchpoint)]
    rows = pd.concat([one for one in found if len(one)] or found[:1], ignore_index=True)
    order = rows.sort_values(
        ["feeling", "time", CUSTOMER, "text"], ascending=[True, False, True, True]
    )
    return order.head(limit).reset_index(drop=True)[COLUMNS]


def _of_events(tables: Tables, log: Log, touchpoint: str) -> pd.DataFrame:
    """Events of the touchpoint with a text; an event without a feeling has that of its moment."""
    names = tables["events"].collect_schema().names() if "events" in tables else []
    if "text" not in names:
        return pd.DataFrame(columns=COLUMNS)
    here = tables["events"].filter(nw.col("touchpoint") == touchpoint, _said())
    score = nw.col("feeling") if "feeling" in names else nw.lit(None).cast(nw.Float64)
    own = nw.when(score.abs() <= LARGEST_SCORE).then(score)
    said = engine.collect(
        here.drop_nulls([CUSTOMER, "time"]).select(CUSTOMER, "time", "text", own=own)
    )
    rows = said.merge(_moments(log, touchpoint), on=[CUSTOMER, "time"])
    return rows.assign(feeling=rows["own"].fillna(rows["feeling"]), source=EVENT)[COLUMNS]


def _moments(log: Log, touchpoint: str) -> pd.DataFrame:
    """customer_id, time and feeling of the log's moments at the touchpoint, one for each time."""
    place = log.names.index(touchpoint) if touchpoint in log.names else len(log.names)
    at = np.flatnonzero(log.touchpoint == place)
    time = log.time[at].astype("datetime64[us]")
    rows = pd.DataFrame({CUSTOMER: log.ids[log.customer[at]], "time": time})
    return rows.assign(feeling=log.feeling[at]).drop_duplicates([CUSTOMER, "time"])


def _of_answers(tables: Tables, study: Study, log: Log, touchpoint: str) -> pd.DataFrame:
    """Answers with a text that belong to a moment of the touchpoint."""
    names = tables["answers"].collect_schema().names() if "answers" in tables else []
    if not {"text", "time"} <= set(names) or touchpoint not in log.names:
        return pd.DataFrame(columns=COLUMNS)
    rows = tables["answers"].with_columns(source=item_expression())
    wanted = rows.filter(nw.col("source").is_in(list(study.journey.answers)), _said())
    said = engine.collect(
        wanted.drop_nulls([CUSTOMER, "time"]).select(CUSTOMER, "time", "text", "source")
    )
    near = _nearest(log, said, study)
    if not len(near):
        return pd.DataFrame(columns=COLUMNS)
    here = (near >= 0) & (log.touchpoint[near] == log.names.index(touchpoint))
    return said[here].assign(feeling=log.feeling[near[here]])[COLUMNS]


def _nearest(log: Log, said: pd.DataFrame, study: Study) -> NDArray[np.int64]:
    """Row of the log that each answer belongs to, -1 without any; none when nobody is in it."""
    who = pd.Index(log.ids).get_indexer(pd.Index(said[CUSTOMER]))
    asked = np.isin(log.customer, who)
    rows = np.append(np.flatnonzero(asked), -1)
    if len(rows) == 1:
        return rows[:0]
    near = nearest(
        log.customer[rows[:-1]], log.time[rows[:-1]], who.astype(np.int32),
        said["time"].to_numpy("datetime64[us]").astype(np.int64),
        study.journey.window_hours * HOUR,
    )  # fmt: skip
    return rows[near]


def _said() -> nw.Expr:
    return nw.col("text").str.strip_chars().str.len_chars() > 0
