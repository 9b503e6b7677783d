"""``inspect``: what a file holds and how its columns would be matched, as JSON."""

import argparse
import json

from loyalty import ingest
from loyalty.cli.sources import pairs, readable, reading


def inspect(arguments: argparse.Namespace) -> str:
    """The findings about a file as JSON text; no value from its rows but in questions."""
    path = readable(arguments.file)
    chosen = {"table": arguments.table, "mapping": pairs("--map", arguments.map) or None}
    asked = reading(arguments, arguments.table or "").model_copy(update=chosen)
    seen = ingest.inspect(path, path.name, asked)
    found = seen.as_dict() | {
        "file": path.name,
        "mapping": {match.column: match.field for match in seen.proposal},
        "reasons": {match.column: match.reason for match in seen.proposal},
        "questions": [
            {"option": f"--{one.option}", "question": one.sentence(), "choices": one.choices}
            for one in seen.questions
        ],
        "problems": [
            {"kind": one.kind, "column": one.column, "count": one.count, "text": one.sentence()}
            for one in seen.problems
        ],
    }
    shown = {name: found[name] for name in SHOWN}
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


SHOWN = (
    "file", "kind", "table", "encoding", "delimiter", "decimal", "dates", "sheets", "rows",
    "columns", "mapping", "reasons", "questions", "problems",
)  # fmt: skip
