"""What is written of touchpoints: only differences that enough customers tell."""

import pandas as pd
import pytest
from journey.logs import events, study
from tables import open_literal

from loyalty.journey import results

DIFFERENCE = ["repurchase_difference", "repurchase_low", "repurchase_high"]


def felt(name: str, good: int, bad: int) -> list[tuple]:
    """Customers who felt good, nine of ten of whom buy later, and bad, one of ten."""
    rows = []
    for place in range(good + bad):
        glad, who = place < good, f"{name}{place:03}"
        rows.append((who, "2024-03-01", name, 0.8 if glad else -0.8))
        if (place % 10 > 0) == glad:
            rows.append((who, "2024-03-20", "Checkout", None))
    return rows


@pytest.fixture
def table(tmp_path) -> pd.DataFrame:
    rows = [*felt("Hotline", 60, 60), *felt("Website", 60, 29), *felt("Manual", 3, 2)]
    rows += [("x", "2024-03-01", "Advert", None)]
    found = results.journeys(open_literal(tmp_path, events=events(rows)), study())
    return found.touchpoints.set_index("touchpoint")


def test_a_difference_of_few_is_not_written(table):
    assert table.loc["Hotline", DIFFERENCE].notna().all()
    assert table.loc["Hotline", "repurchase_difference"] == pytest.approx(0.8)
    assert table.loc[["Website", "Manual", "Advert"], DIFFERENCE].isna().all(axis=None)


def test_how_many_it_rests_on_and_whether_it_is_hardly_chance(table):
    both = table[["repurchase_good", "repurchase_bad"]]
    assert both.loc["Hotline"].tolist() == [60, 60] and both.loc["Manual"].tolist() == [3, 2]
    assert both.loc["Website"].tolist() == [60, 29] and both.loc["Advert"].isna().all()
    sure = table["repurchase_significant"]
    assert bool(sure["Hotline"]) and sure[["Website", "Manual", "Advert"]].isna().all()


def test_without_purchases_nothing_is_compared(tmp_path):
    rows = [row for row in felt("Hotline", 40, 40) if row[2] != "Checkout"]
    table = results.journeys(open_literal(tmp_path, events=events(rows)), study()).touchpoints
    assert table[[*DIFFERENCE, "repurchase_good", "repurchase_significant"]].isna().all(axis=None)
