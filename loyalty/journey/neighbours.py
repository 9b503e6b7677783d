"""Where customers come from before a touchpoint, and where they go from it."""

import pandas as pd

from loyalty.journey.units import shares

COLUMNS = ["touchpoint", "moves", "share", "median_hours"]


def before(moves: pd.DataFrame, touchpoint: str, most: int = 5) -> pd.DataFrame:
    """The most frequent sources of the moves into a touchpoint; `share` of all these moves.

    `moves`: see `loyalty.journey.moves.of_log`. Of equally frequent ones the first by name.
    """
    return _most(moves[moves["target"] == touchpoint], "source", most)


def after(moves: pd.DataFrame, touchpoint: str, most: int = 5) -> pd.DataFrame:
    """The most frequent targets of the moves out of a touchpoint; `share` of all these moves."""
    return _most(moves[moves["source"] == touchpoint], "target", most)


def _most(rows: pd.DataFrame, other: str, most: int) -> pd.DataFrame:
    every = pd.Series(rows["moves"].sum(), index=rows.index)
    found = rows.assign(touchpoint=rows[other], share=shares(rows["moves"], every))
    order = found.sort_values(["moves", "touchpoint"], ascending=[False, True])
    return order[COLUMNS].head(most).reset_index(drop=True)
