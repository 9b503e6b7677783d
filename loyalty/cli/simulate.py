"""``simulate``: a scenario file with its cells in, the numbers of the one who wrote it out."""

import argparse
from pathlib import Path

from loyalty import exports, outputs
from loyalty.cli.placing import place
from loyalty.cli.sources import readable
from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.simulation import scenario_file


def simulate(arguments: argparse.Namespace) -> str:
    """Write the simulation's files into the folder; what to tell on the screen."""
    given = scenario_file.from_json(_beginning(readable(arguments.file)))
    if given.cells is None:
        raise Refused(
            mark("The scenario file has no cells to simulate on: write it anew with its cells.")
        )
    study = given.study
    tables = outputs.of_cells(given.cells, study, given.currency)
    place({name: exports.plain(one) for name, one in tables.items()}, arguments.out)
    return f"{len(study.scenarios)} scenarios over {study.months} months -> {arguments.out}\n"


def _beginning(path: Path) -> bytes:
    """As much of a file as a scenario file can have, and one byte more."""
    with path.open("rb") as file:
        return file.read(scenario_file.MAX_BYTES + 1)
