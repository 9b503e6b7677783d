"""``python -m tests.benchmarks.child module function folder``: one function in its own process.

Prints JSON: the seconds the function yields, and the peak memory of this process and of the
processes it started and waited for, in MB.
"""

import importlib
import json
import resource
import sys
from pathlib import Path


def main(module: str, function: str, folder: str) -> None:
    """Run the function and print what it took."""
    found = importlib.import_module(f"tests.benchmarks.{module}")
    seconds = list(getattr(found, function)(Path(folder)) or ())
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(json.dumps({"seconds": seconds, "megabytes": max(peaks)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
