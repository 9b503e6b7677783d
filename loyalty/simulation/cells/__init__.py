"""Cells: the customer base as at most a few hundred groups with their rates, from own history."""

from loyalty.simulation.cells.estimate import Cells, Rates, Spread, cells, rates_of

__all__ = ["Cells", "Rates", "Spread", "cells", "rates_of"]
