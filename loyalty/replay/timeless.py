"""What a replay cannot take back: columns that the tables know only as they are now."""

from loyalty import features, rollup, segmentation
from loyalty.engine import Tables
from loyalty.indicators import BY_KEY
from loyalty.replay.sources import base_columns
from loyalty.study import Study

TABLE_OF = {"usage": "events", "referrals": "customers"}


def timeless(tables: Tables, study: Study) -> tuple[str, ...]:
    """Columns the study's rules rest on that have no past, in the order the rules name them.

    On a past day they count as they are now: other columns of the customer table, and what is
    counted in a table whose rows have no time.
    """
    named = segmentation.columns(study)
    if any(name.startswith("score.") for name in named):
        named += features.grouping(study)
    return tuple(name for name in base_columns(study, named) if _is_timeless(tables, name))


def _is_timeless(tables: Tables, name: str) -> bool:
    table = _table_of(name)
    if table not in tables:
        return False
    return name.startswith("attribute.") or (
        rollup.TIMES[table] not in tables[table].collect_schema().names()
    )


def _table_of(name: str) -> str:
    if name in BY_KEY:
        source = BY_KEY[name].source
        return TABLE_OF.get(source, source)
    kinds = {"attribute": "customers", "answer": "answers"} | dict.fromkeys(
        ("touchpoint", "felt"), "events"
    )
    return kinds.get(name.partition(".")[0], "orders")
