"""Which touchpoint events are use of the product, and how much of it.

An event is use when it names a feature, or when it has a duration and its touchpoint's name does
not speak of another stage of the journey: minutes in the app are use, minutes on a hotline, in a
showroom or at a checkout are not. Names are read by the words of `loyalty.journey.stage_words`,
not by a study's own choice of stages, so that a number of use means the same in every study.
"""

import narwhals as nw

from loyalty import engine

OF_USE = ("use", None)  # a name that speaks of no stage we know may be a session, a lesson, a ride


def usage(events: nw.LazyFrame) -> nw.LazyFrame:
    """The events of use, with their day."""
    names = events.collect_schema().names()
    signs = []
    if "feature" in names:
        signs.append(~nw.col("feature").is_null())
    if "duration" in names:
        signs.append(_timed(events))
    if not signs:
        return events.head(0).with_columns(day=nw.col("time"))
    rows = events.filter(nw.any_horizontal(*signs, ignore_nulls=True))
    return rows.with_columns(day=nw.col("time").dt.truncate("1d"))


def with_features(used: nw.LazyFrame) -> nw.LazyFrame:
    """The events of use with `features`, how many different ones they name; as is without any."""
    if "feature" not in used.collect_schema().names():
        return used
    named = used.filter(~nw.col("feature").is_null())
    return used.join(named.select(features=nw.col("feature").n_unique()), how="cross")


def _timed(events: nw.LazyFrame) -> nw.Expr:
    """Whether an event has a duration that is not spent on another stage."""
    timed = ~nw.col("duration").is_null()
    elsewhere = nw.col("touchpoint").is_in(_elsewhere(events.filter(timed)))
    return timed & ~elsewhere.fill_null(value=False)


def _elsewhere(events: nw.LazyFrame) -> list[str]:
    """Touchpoints whose names speak of another stage than use."""
    from loyalty.journey.stage_words import stage_of

    names = engine.collect(events.select("touchpoint").unique())["touchpoint"].dropna()
    return sorted(name for name in names if stage_of(name) not in OF_USE)
