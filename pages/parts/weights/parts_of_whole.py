"""Stacked bars of shares: the weights of families, or the levels, one row each."""

from collections.abc import Mapping

import pandas as pd

from loyalty import labels, scoring
from loyalty.charts import shares, stacked, theme
from loyalty.indicators import BY_KEY, FAMILIES
from pages import _session as session
from pages._session import _


def families(sets: Mapping[str, Mapping[str, float]], key: str, wide: bool = False) -> None:
    """How the weights in effect divide among families; `sets` by the label of their row."""
    rows = [
        {
            "label": label,
            "key": family,
            "name": labels.family(family, _),
            "share": sum(one for name, one in weight.items() if BY_KEY[name].family == family),
        }
        for label, weight in sets.items()
        for family in FAMILIES
    ]
    frame = pd.DataFrame(rows, columns=["label", "key", "name", "share"])
    _draw(frame, theme.FAMILIES, key, _("Share of the index"), wide)


def levels(found: pd.DataFrame, key: str, title: str, wide: bool = False) -> None:
    """How customers divide among levels; columns label, level, share."""
    keys = scoring.level_names(session.study())
    frame = found.assign(key=found["level"], name=[labels.level(one, _) for one in found["level"]])
    colours = {one: theme.colour(theme.LEVELS, one) for one in keys}
    _draw(frame[["label", "key", "name", "share"]], colours, key, title, wide)


def _draw(frame: pd.DataFrame, colours: dict[str, str], key: str, title: str, wide: bool) -> None:
    rows = tuple(dict.fromkeys(frame["label"]))
    frame = frame[frame["share"] > 0] if frame["share"].gt(0).any() else frame
    keys = tuple(one for one in colours if one in set(frame["key"]))
    names = dict(zip(frame["key"], frame["name"], strict=True))
    session.chart(
        stacked.draw,
        stacked.layout(frame, keys, session.language()),
        key,
        title,
        labels=rows,
        names=tuple(names[one] for one in keys),
        colours=shares.colours_of(keys, colours),
        title=title,
        wide=wide,
    )
