"""The controls of the Weights section: families, level cuts, and how scores are put together."""

from pages.parts.weights import aggregated, family_sliders, level_cuts, no_index


def show() -> None:
    """Families, level cuts, aggregation."""
    family_sliders.show()
    level_cuts.show()
    aggregated.show(counted=not no_index.without())
