import pandas as pd

from loyalty.journey import matters
from loyalty.journey.removal import Goal

PURCHASE = Goal("stage", "purchase")


def removals(*rows: tuple) -> pd.DataFrame:
    names = ["touchpoint", "journeys", "reach", "removal_effect", "low", "high", "significant"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(enough=table["journeys"] >= 30)


def experiences(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(
        rows, columns=["touchpoint", "difference", "low", "high", "significant", "enough"]
    )


def test_the_largest_effect_and_the_one_furthest_beyond_its_volume():
    table = removals(
        ("Advert", 900, 0.7, 0.68, 0.66, 0.7, False),
        ("Quote", 500, 0.4, 0.6, 0.5, 0.7, True),
        ("Visit", 400, 0.5, 0.55, 0.52, 0.6, True),
    )
    assert matters.removal_sentence(table, PURCHASE, (400, 1000)) == (
        "Without Advert, 68% fewer journeys would reach Purchase (95% interval 66% to 70%; 400 of"
        " 1,000 journeys do). Quote counts most beyond its volume: 40% of journeys come there, but"
        " 60% of the successful ones."
    )


def test_what_goes_beyond_its_volume_reads_so_or_is_not_said():
    table = removals(("Quote", 500, 0.0512, 0.0548, 0.052, 0.06, True))
    said = matters.removal_sentence(table, PURCHASE, (400, 1000))
    assert said.endswith("5.1% of journeys come there, but 5.5% of the successful ones.")
    table = removals(("Quote", 500, 0.0543, 0.0544, 0.0541, 0.0546, True))
    said = matters.removal_sentence(table, PURCHASE, (400, 1000))
    assert said.endswith("No touchpoint surely counts more than its volume of journeys gives.")


def test_a_touchpoint_on_every_way_is_said_apart():
    table = removals(
        ("Cart", 900, 0.8, 1.0, 0.99, 1.0, True),
        ("order 1", 900, 0.8, 0.996, 0.99, 1.0, True),
        ("Quote", 500, 0.4, 0.6, 0.5, 0.7, False),
    )
    said = matters.removal_sentence(table, Goal("touchpoint", "Refill"), (400, 1000))
    assert said.startswith("Nearly every journey that reaches Refill comes through Cart, order 1.")
    assert "Without Quote, 60% fewer" in said
    assert said.endswith("No touchpoint surely counts more than its volume of journeys gives.")
    only = matters.removal_sentence(table[:1], PURCHASE, (400, 1000))
    assert only == "Nearly every journey that reaches Purchase comes through Cart."


def test_why_no_effect_can_be_told():
    none = removals(("Advert", 900, 0.7, float("nan"), None, None, False))
    said = matters.removal_sentence(none, PURCHASE, (0, 1000))
    assert said == "None of 1,000 journeys reaches Purchase; choose another goal."
    said = matters.removal_sentence(removals(), PURCHASE, (7, 9))
    assert said == "All 7 journeys that reach Purchase begin there: nothing comes before it."
    never = removals(("Advert", 900, 0.7, 0.0, 0.0, 0.0, True))
    assert matters.removal_sentence(never, PURCHASE, (7, 9)) == said
    few = removals(("Advert", 5, 0.7, 0.6, 0.1, 0.9, False))
    said = matters.removal_sentence(few, PURCHASE, (3, 9))
    assert said == "No touchpoint before Purchase has enough journeys to tell."


def test_the_largest_sure_difference_and_the_others():
    table = experiences(
        ("App", 0.3, -0.1, 0.5, False, True),
        ("Hotline", 0.07, 0.02, 0.12, True, True),
        ("Mail", -0.155, -0.2, -0.1, True, True),
    )
    assert matters.experience_sentence(table, 90) == (
        "After a good experience at Mail, fewer customers buy again within 90 days than after a bad"
        " one: −15.5 points (95% interval −20.0 to −10.0). Also sure: Hotline +7.0."
    )


def test_many_sure_differences_are_not_all_listed():
    table = experiences(*((f"T{n}", n / 100, 0.001, 0.3, True, True) for n in range(1, 7)))
    said = matters.experience_sentence(table, 30)
    assert said.startswith("After a good experience at T6, more customers buy again within 30 days")
    assert said.endswith("Also sure, among others: T5 +5.0, T4 +4.0, T3 +3.0.")


def test_why_no_difference_can_be_told():
    unsure = experiences(("App", 0.3, -0.1, 0.5, False, True), ("Rare", 1, 1, 1, False, False))
    assert matters.experience_sentence(unsure, 90).startswith("At none of the 1 touchpoints")
    few = experiences(("Rare", 1, 1, 1, False, False))
    assert "No touchpoint has enough customers" in matters.experience_sentence(few, 90)
    assert "No touchpoint has enough" in matters.experience_sentence(few[:0], 90)
