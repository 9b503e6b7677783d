"""``python -m tests.benchmarks [words]``: all measures, or those whose name holds a word."""

import sys

from tests.benchmarks import (
    big_page,
    browser_page,
    clusters,
    complete_journey,
    harness,
    journeys,
    replay,
    rollup_orders,
    rule_check,
    sample_pages,
    scores,
    strategies,
    upload,
    weight_methods,
)

MEASURES = (
    *rollup_orders.MEASURES,
    *replay.MEASURES,
    *upload.MEASURES,
    *scores.MEASURES,
    *weight_methods.MEASURES,
    *clusters.MEASURES,
    *rule_check.MEASURES,
    *big_page.MEASURES,
    *browser_page.MEASURES,
    *sample_pages.MEASURES,
    *journeys.MEASURES,
    *complete_journey.MEASURES,
    *strategies.MEASURES,
)


def main(words: list[str]) -> None:
    """Run and print."""
    chosen = [one for one in MEASURES if not words or any(word in one.name for word in words)]
    harness.run(chosen)


if __name__ == "__main__":
    main(sys.argv[1:])
