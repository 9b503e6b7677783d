from journey.logs import MAP, events, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import findings


def map_of(tmp_path, rows):
    return journey.journey_map(open_literal(tmp_path, events=events(rows)), study(stages=MAP))


def crowd(size: int, *names: str, feeling: float | None = None, first: int = 0) -> list[tuple]:
    return [row for c in range(first, first + size) for row in walk(c, *names, feeling=feeling)]


def walk(customer: int, *names: str, feeling: float | None = None) -> list[tuple]:
    return [(f"{customer:03}", f"2024-01-{day + 1:02}", n, feeling) for day, n in enumerate(names)]


def test_largest_drop_counts_customers_and_not_needing_service_is_none(tmp_path):
    rows = crowd(10, "Advert", "Website")
    rows += crowd(5, "Advert", "Website", "Checkout", "Manual", first=10)
    rows += walk(99, "Hotline")
    table = map_of(tmp_path, rows)
    row = journey.largest_drop(table)
    assert (row["stage"], row["customers"], row["reached"]) == ("consideration", 15, 5)
    assert findings.drop_sentence(table) == (
        "Most customers are lost between Consideration and Purchase: 10 of 15 have come neither"
        " there nor to a later stage so far."
    )
    assert findings.share_sentence(table) == (
        "33% have come there or further (95% interval 15% to 58%). Not counted, because nobody has"
        " to go there: Service."
    )


def test_who_skips_a_stage_for_a_later_one_is_not_lost(tmp_path):
    rows = crowd(10, "Advert", "Manual") + crowd(3, "Advert", "Website", "Checkout", first=10)
    table = map_of(tmp_path, [*rows, *walk(20, "Website")])
    row = journey.largest_drop(table)
    assert (row["stage"], row["customers"], row["beyond"]) == ("purchase", 3, 0)
    assert "between Purchase and Use: 3 of 3 have come neither" in findings.drop_sentence(table)
    assert (
        findings.share_sentence(table) == "0% have come there or further (95% interval 0% to 56%)."
    )
    assert table.iloc[0][["reached", "lost", "beyond"]].tolist() == [3, 10, 13]


def test_without_two_stages_nothing_is_said_of_losses(tmp_path):
    table = map_of(tmp_path, walk(1, "Riddle", "Riddle"))
    assert findings.drop_sentence(table).startswith("No touchpoint has a stage yet")
    table = map_of(tmp_path, walk(1, "Advert", "Riddle"))
    assert findings.drop_sentence(table) == (
        "Only the stage Awareness has events: nothing can be said about losses."
    )
    table = map_of(tmp_path, walk(1, "Manual", "Hotline"))
    assert findings.drop_sentence(table).startswith("No stage with events is followed by one")
    assert findings.share_sentence(table) == ""
    assert findings.staged(table) == ["use", "service"]


def test_no_drop_at_all(tmp_path):
    table = map_of(tmp_path, walk(1, "Advert", "Website"))
    assert journey.largest_drop(table) is None
    assert journey.answer(table).startswith("No customers are lost between recorded stages")


def test_worst_feeling_needs_enough_scores(tmp_path):
    rows = crowd(30, "Advert", feeling=4.0) + crowd(29, "Hotline", feeling=1.0)
    rows += crowd(15, "Website", feeling=2.0) + crowd(15, "Website", feeling=3.0, first=15)
    table = map_of(tmp_path, rows)
    assert journey.worst_feeling(table)["touchpoint"] == "Website"
    assert findings.feeling_sentence(table) == (
        "Website feels worst: 2.50 (2.31 to 2.69; 30 scores)."
    )
    assert journey.answer(table).endswith(findings.feeling_sentence(table))


def test_feelings_that_are_told_alike_have_no_worst(tmp_path):
    rows = crowd(30, "Advert", feeling=5.0) + crowd(30, "Website", feeling=5.0)
    assert journey.worst_feeling(map_of(tmp_path, rows)) is None
    rows += crowd(30, "Checkout", feeling=4.999) + crowd(30, "Manual", feeling=4.995)
    assert findings.feeling_sentence(map_of(tmp_path, rows)) == ""
    rows += crowd(30, "Hotline", feeling=4.0)
    assert journey.worst_feeling(map_of(tmp_path, rows))["touchpoint"] == "Hotline"


def test_path_sentence(tmp_path):
    rows = [("a", "2024-01-01", 5), ("a", "2024-01-11", 5), ("b", "2024-01-01", 5)]
    path = journey.purchase_path(open_literal(tmp_path, orders=orders(rows)), study())
    assert findings.path_sentence(path) == (
        "50% of 2 buyers buy a second time (9% to 91%), half of those within 10 days."
    )
    none = journey.purchase_path(open_literal(tmp_path, orders=orders(rows[2:])), study())
    assert findings.path_sentence(none) == "None of 1 buyers has bought a second time yet."


def test_move_sentence_leaves_repetitions_out(tmp_path):
    rows = walk(1, "Advert", "Website", "Website", "Website", "Advert") + walk(2, "Advert")
    moves = journey.transitions(open_literal(tmp_path, events=events(rows)), study())
    assert findings.move_sentence(moves) == (
        "The most frequent move to another touchpoint goes from Advert to Website: 1 of 3 moves out"
        " of Advert (33%), repeats and ends of journeys included."
    )
    stages = moves.replace({"Advert": "awareness", "Website": "consideration"})
    assert findings.move_sentence(stages, by_stage=True).startswith(
        "The most frequent move to another stage goes from Awareness to Consideration: 1 of 3"
    )
    assert findings.move_sentence(moves[moves["median_hours"].isna()]) == ""
