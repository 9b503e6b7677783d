"""Tables to take away, in two forms: for spreadsheets and for systems.

For spreadsheets, a text that a spreadsheet would run as a formula gets a leading apostrophe;
numbers stay numbers. For systems (Parquet), everything stays as it is.
"""

import io

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark, safe to open in a spreadsheet."""
    safe = frame.copy(deep=False)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = _safe_text(safe[column])
    safe.columns = [_safe(str(name)) for name in safe.columns]
    return b"\xef\xbb\xbf" + safe.to_csv(index=False, lineterminator="\n").encode()


def parquet(frame: pd.DataFrame) -> bytes:
    """Parquet with every value as it is; equal frames give equal bytes."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _safe_text(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.rename_categories(lambda name: _safe(str(name)))
    if pd.api.types.is_datetime64_any_dtype(column):
        return column
    text = column.astype("string")
    risky = text.str.startswith(FORMULA).fillna(False)
    return text.where(~risky, "'" + text)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
