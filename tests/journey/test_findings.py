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
        "Most customers are lost between Consideration and Purchase: 10 of 15 have not got there so"
        " far."
    )
    assert findings.share_sentence(table) == "33% do (95% interval 15% to 58%)."


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
        "The most frequent move goes from Advert to Website: 1 of 3 moves out of Advert (33%)."
    )
    assert findings.move_sentence(moves[moves["median_hours"].isna()]) == ""
