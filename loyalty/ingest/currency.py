"""One currency for all amounts: told by a column or by signs, converted at stated rates only."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import labels, numbers
from loyalty.ingest.coded import encode, recode
from loyalty.ingest.grid import Grid
from loyalty.language import mark
from loyalty.problems import Refused

CODES = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "RMB": "CNY", "元": "CNY"}
AMOUNTS = ("amount", "unit_price")


def of_rows(grid: Grid, names: Mapping[str, str]) -> pa.Array | None:
    """The currency of each row as a code or sign, coded; None when nothing tells it.

    `names`: our field -> their column.
    """
    found = _told(grid, names)
    if found is None:
        return None
    coded = encode(found)
    texts = [CODES.get(text, text) for text in pc.utf8_upper(coded.values).to_pylist()]
    return recode(coded, texts).array()


def counts(currencies: pa.Array | None) -> dict[str, int]:
    """Currency -> how many rows, in alphabetical order."""
    if currencies is None:
        return {}
    coded = encode(currencies)
    rows = np.bincount(coded.codes[coded.codes >= 0], minlength=len(coded.values))
    return dict(sorted(zip(coded.values.to_pylist(), rows.tolist(), strict=True)))


def settle(found: Sequence[str], rates: Mapping[str, float]) -> tuple[dict[str, float], str | None]:
    """The rates to apply and the currency that is kept; Refused when rates are missing."""
    if len(found) < 2:
        return {}, found[0] if found and len(found[0]) == 3 else None
    if not set(found) <= set(rates):
        raise Refused(
            mark(
                "The amounts are in several currencies: {codes}. Give a rate for each of them, "
                "1 for the one to keep, or upload one currency at a time."
            ),
            codes=", ".join(found),
        )
    kept = [code for code in found if rates[code] == 1]
    return {code: rates[code] for code in found}, kept[0] if len(kept) == 1 else None


def _told(grid: Grid, names: Mapping[str, str]) -> pa.Array | None:
    if "currency" in names:
        return labels.texts(grid.table[names["currency"]]).values
    for field in AMOUNTS:
        if field in names:
            signs = numbers.signs(grid.table[names[field]])
            if signs is not None:
                return signs
    return None
