"""Strategies -> before and after, with bands: what would it bring, before paying for it.

`cells` turns tables into at most a few hundred groups of customers with their rates, `run` draws
their future under each strategy with the same luck, `Result` compares. Everything is a pure
function of the tables, the study and its seed. How the model works and what it leaves out stands in
the docs of `loyalty.simulation.cells.estimate` (rates), `draws` (chance), `model` (months) and
`loyalty.strategies.base` (effects). Results are illustrative until back-tested.
"""

from loyalty.simulation.assumptions import assumptions
from loyalty.simulation.cells import Cells, cells
from loyalty.simulation.model import run
from loyalty.simulation.result import METRICS, Result

__all__ = ["METRICS", "Cells", "Result", "assumptions", "cells", "run"]
