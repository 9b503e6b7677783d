import pytest

from loyalty.indicators import BY_KEY
from loyalty.segmentation.domains import COUNTS, domain

INF = float("inf")


@pytest.mark.parametrize(
    ("column", "low", "high", "possible"),
    [
        ("order_count", 1, 3, True),
        ("order_count", 1, 2, False),
        ("order_count", 0.5, 1.5, True),
        ("order_count", -INF, 0, False),
        ("order_count", 5, INF, True),
        ("spend", 1, 2, True),
        ("spend", -INF, 0, True),
        ("score.loyalty_index", 100, INF, False),
        ("score.loyalty_index", -INF, 0, False),
        ("score.purchase", 99, INF, True),
        ("rfm.recency", 5, INF, False),
        ("rfm.recency", 4, INF, True),
        ("rfm.value", 4, 4.5, True),
        ("date.joined", 1, 2, False),
        ("touchpoint.Hotline", 0, 1, False),
        ("touchpoint.Hotline", -INF, 0, False),
        ("touchpoint.Hotline", 1, INF, True),
        ("felt.Hotline", -INF, 0, True),
    ],
)
def test_numbers_strictly_between_two(column, low, high, possible):
    assert domain(column).between(low, high) == possible


def test_possible_numbers():
    assert [domain("order_count").has(one) for one in (-1, 0, 1.5, 7)] == [False, True, False, True]
    assert [domain("score.usage").has(one) for one in (-1, 0, 1.5, 101)] == [
        False,
        True,
        True,
        False,
    ]
    assert domain("attribute.age").has(-1.5)


def test_counts_are_indicators_or_known_days():
    assert set(COUNTS) - set(BY_KEY) == {"last_gap_days"}
