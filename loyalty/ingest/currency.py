"""One currency for all amounts: told by a column or by signs, converted at stated rates only."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from loyalty.ingest import numbers
from loyalty.ingest.convert import Converted
from loyalty.language import mark
from loyalty.problems import Refused

CODES = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "RMB": "CNY", "元": "CNY"}
AMOUNTS = ("amount", "unit_price")


def find(done: Converted) -> list[str]:
    """The currencies of one order file; kept per line when there are several."""
    found = _column(done)
    if found is None:
        return []
    codes = [CODES.get(code, code) for code in found.unique().to_pylist() if code]
    distinct = sorted(dict.fromkeys(codes))
    if len(distinct) > 1 or len(codes) > len(distinct):
        texts = [CODES.get(code or "", code) for code in found.to_pylist()]
        found = pa.array(texts, pa.string())
    done.columns["currency"] = found
    return distinct


def settle(found: Sequence[str], rates: dict[str, float]) -> tuple[dict[str, float], str | None]:
    """The rates to apply and the currency that is kept; Refused when rates are missing."""
    if len(found) < 2:
        return {}, found[0] if found and len(found[0]) == 3 else None
    if not set(found) <= set(rates):
        raise Refused(
            mark(
                "The amounts are in several currencies: {codes}. Give a rate for each of them, "
                "1 for the one to keep (command line: {option}), or upload one currency at a time."
            ),
            codes=", ".join(found),
            option="--rates " + ",".join(f"{code}=1" for code in found),
        )
    kept = [code for code in found if rates[code] == 1]
    return {code: rates[code] for code in found}, kept[0] if len(kept) == 1 else None


def _column(done: Converted) -> pa.Array | None:
    if "currency" in done.columns:
        return pc.utf8_upper(done.columns["currency"].cast(pa.string()))
    for name in AMOUNTS:
        if name in done.names:
            signs = numbers.signs(done.grid.table[done.names[name]])
            if signs is not None:
                return signs
    return None
