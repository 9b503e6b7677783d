"""Tables to take away, in two forms: for spreadsheets and for systems.

For spreadsheets, a text that a spreadsheet would run as a formula gets a leading apostrophe;
numbers stay numbers. For systems (Parquet), everything stays as it is.
"""

import csv
import io
import zipfile
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def spreadsheet(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte order mark, safe to open in a spreadsheet."""
    return b"\xef\xbb\xbf" + plain(frame)


def plain(frame: pd.DataFrame) -> bytes:
    """The same CSV without the mark, for programs."""
    safe = frame.copy(deep=False)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = _safe_text(safe[column])
    safe.columns = [_safe(str(name)) for name in safe.columns]
    return exact(safe)


def exact(frame: pd.DataFrame) -> bytes:
    """CSV for programs with every value as it is, names that look like formulas too."""
    written = frame.to_csv(index=False, lineterminator="\n")
    if "\r" in written:  # the writer does not quote it, and readers end a line there
        written = frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return written.encode()


def parquet(frame: pd.DataFrame, **notes: str) -> bytes:
    """Parquet with every value as it is and `notes` as metadata; equal frames give equal bytes."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    table = table.replace_schema_metadata((table.schema.metadata or {}) | notes)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files, by name, in one archive; equal files give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _safe_text(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.rename_categories(lambda name: _safe(str(name)))
    if pd.api.types.is_datetime64_any_dtype(column):
        return column
    if not pd.api.types.is_string_dtype(column):
        return column.map(lambda value: _safe(value) if isinstance(value, str) else value)
    text = column.astype("string")
    risky = text.str.startswith(FORMULA).fillna(False)
    return text.where(~risky, "'" + text)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
