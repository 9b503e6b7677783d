"""Put finished files into the result folder: all of them, or none."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from loyalty.language import mark
from loyalty.problems import Refused, Unavailable

PREFIX = ".loyalty-lab-"


def place(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files beside `folder` first, then move them in; other files there stay."""
    target = folder.resolve()
    if target.exists() and not target.is_dir():
        raise Refused(mark("{folder} is a file: name a folder after --out."), folder=str(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=target.parent) as staging:
            for name, content in files.items():
                (Path(staging) / name).write_bytes(content)
            target.mkdir(exist_ok=True)
            for name in files:
                shutil.move(Path(staging) / name, target / name)
    except OSError as error:
        raise Unavailable(
            mark("{folder} cannot be written ({reason}): choose another folder after --out."),
            folder=str(folder),
            reason=error.strerror or type(error).__name__,
        ) from None
