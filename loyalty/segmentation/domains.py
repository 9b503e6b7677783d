"""What values a column can have: whole numbers or any, and from where to where.

Only what follows from the way a column is made; nothing is read off the customers.
"""

from dataclasses import dataclass
from math import ceil, floor, inf, isinf

from loyalty.rfm import SOURCES as RATINGS
from loyalty.rfm import VALUE

COUNTS = (
    "order_count", "recency_days", "tenure_days", "last_gap_days", "usage_days", "category_count",
    "channel_count", "complaint_count", "interaction_count", "referral_count",
)  # fmt: skip
DATE = "date."


@dataclass(frozen=True)
class Domain:
    """Numbers from `low` to `high`, both possible; whole numbers only where `whole`."""

    low: float = -inf
    high: float = inf
    whole: bool = False

    def has(self, value: float) -> bool:
        """Whether the number is possible."""
        return self.low <= value <= self.high and not (self.whole and value % 1)

    def between(self, low: float, high: float) -> bool:
        """Whether a possible number lies strictly between two."""
        if self.whole:
            return max(_above(low), self.low) <= min(_below(high), self.high)
        first, last = max(low, self.low), min(high, self.high)
        return first < last or low < first == last < high


def _above(value: float) -> float:
    return value if isinf(value) else floor(value) + 1.0


def _below(value: float) -> float:
    return value if isinf(value) else ceil(value) - 1.0


DOMAINS = (
    dict.fromkeys(COUNTS, Domain(low=0, whole=True))
    | dict.fromkeys(RATINGS, Domain(1, 5, whole=True))
    | {VALUE: Domain(1, 5), "cluster": Domain(low=1, whole=True)}
)


def domain(column: str) -> Domain:
    """The domain of a column of numbers, or of days counted as whole numbers."""
    if column.startswith(DATE):
        return Domain(whole=True)
    if column.startswith("touchpoint."):
        return Domain(low=0, whole=True)
    return Domain(0, 100) if column.startswith("score.") else DOMAINS.get(column, Domain())
