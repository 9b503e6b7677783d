"""The command line: a study without the browser. It calls the functions the pages call.

0 is success. 2: refused, with one sentence on standard error and nothing written. 1: our own
error, with an incident id, its type and its place; never a value from the data.
"""

import logging
import re
import signal
import sys
import warnings
from collections.abc import Sequence

from loyalty import study
from loyalty.cli import arguments, inspection, run, simulate
from loyalty.problems import LoyaltyError, describe, incident

COMMANDS = {
    "run": run.run,
    "simulate": simulate.simulate,
    "inspect": inspection.inspect,
    "schema": lambda _arguments: study.json_schema() + "\n",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    try:
        chosen = arguments.parse(words)
        sys.stdout.write(COMMANDS[chosen.command](chosen))
    except LoyaltyError as refusal:
        return _fail(2, refusal.sentence(_one_sentence))
    except KeyboardInterrupt:
        return _fail(130, "Stopped; nothing was written.")
    except Exception as error:
        return _fail(1, f"Internal error {incident()}: {describe(error)}. Nothing was written.")
    return 0


def keep_quiet() -> None:
    """Nothing but our own sentence goes to standard error; a stop cleans up like Ctrl-C."""
    logging.disable()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _one_sentence(text: str) -> str:
    """A template whose sentences are joined to one."""
    return re.sub(r"\. ([A-Z]?)(?=\S)", lambda start: f"; {start[1].lower()}", text)


def _fail(code: int, sentence: str) -> int:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return code
