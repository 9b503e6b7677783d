"""A text column as its distinct values and a code per row: each value is parsed once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Coded:
    """Distinct values, none blank, and for each row the place of its value or -1."""

    values: pa.Array
    codes: np.ndarray

    def spread(self, parsed: pa.Array) -> pa.Array:
        """One parsed value per row from one per distinct value; blank rows are null."""
        return parsed.take(pa.array(self.codes, mask=self.codes < 0))

    def where(self, flags: np.ndarray) -> np.ndarray:
        """Rows whose distinct value is flagged; blank rows are not."""
        return np.append(flags, False)[self.codes]

    def array(self) -> pa.DictionaryArray:
        """The column itself, still coded; blank rows are null."""
        places = pa.array(self.codes, pa.int32(), mask=self.codes < 0)
        return pa.DictionaryArray.from_arrays(places, self.values)


def encode(column: pa.ChunkedArray | pa.Array) -> Coded:
    """Code a text column; the empty string is blank."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return _without_empty(coded.dictionary, codes)


def recode(coded: Coded, texts: pa.Array | Sequence[str]) -> Coded:
    """The same rows with other texts for the distinct values; equal and empty texts merge."""
    merged = pa.array(texts, pa.string()).dictionary_encode()
    places = np.append(merged.indices.to_numpy(zero_copy_only=False), -1).astype(np.int32)
    return _without_empty(merged.dictionary, places[coded.codes])


def mask(array: pa.Array) -> np.ndarray:
    """Truth values as numpy; null is false."""
    return np.asarray(pc.fill_null(array, False).to_numpy(zero_copy_only=False), dtype=bool)


def _without_empty(values: pa.Array, codes: np.ndarray) -> Coded:
    place = pc.index(values, "").as_py()
    if place < 0:
        return Coded(values, codes)
    shifted = codes - (codes > place)
    shifted[codes == place] = -1
    kept = np.delete(np.arange(len(values)), place)
    return Coded(values.take(pa.array(kept)), shifted.astype(np.int32))
