"""Uploaded files on the disk for as long as they are read, under names of our own."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from streamlit.runtime.uploaded_file_manager import UploadedFile


@contextmanager
def laid(files: Sequence[UploadedFile]) -> Iterator[list[Path]]:
    """Write the files into a private folder that is gone afterwards; their paths."""
    with tempfile.TemporaryDirectory(prefix="loyalty-upload-") as folder:
        paths = [Path(folder) / str(number) for number in range(len(files))]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.getbuffer())
        yield paths
