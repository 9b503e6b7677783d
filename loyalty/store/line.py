"""Which revisions undo and redo can reach."""

import sqlite3
from typing import Any

STEPS = 100

# From the tip backwards: number, dataset, whether it has a study, whether its data were forgotten.
LINE = """
    WITH RECURSIVE line AS (
        SELECT *, 0 AS step FROM revisions WHERE id = ?
        UNION ALL
        SELECT earlier.*, step + 1
        FROM revisions AS earlier JOIN line ON earlier.id = line.parent WHERE step < ?
    )
    SELECT
        id,
        dataset,
        study IS NOT NULL,
        dataset IS NOT NULL AND dataset NOT IN (SELECT number FROM datasets)
    FROM line ORDER BY step
"""


def line(connection: sqlite3.Connection, head: dict[str, Any]) -> list[int]:
    """The revisions that undo and redo can reach, from the tip backwards, the draft's included.

    Left out: data whose study came in the next step (half a start), all beyond forgotten data, and
    the time before there were data: opening a sample is nothing to be undone.
    """
    chain = connection.execute(LINE, (head["tip"], STEPS)).fetchall()
    found: list[int] = []
    passed, later = False, None
    for number, dataset, studied, forgotten in chain:
        here = number == head["revision"]
        passed = passed or here
        if forgotten and passed:
            break
        if forgotten:
            found.clear()
        elif here or (later is None if dataset is None else studied or dataset != later):
            found.append(number)
        later = dataset
    return found
