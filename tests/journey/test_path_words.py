"""What is said of paths, from literal journeys."""

import pandas as pd
from journey.logs import MAP, events, study
from tables import open_literal

from loyalty import journey
from loyalty.journey import measures, path_words, steps, variants


def read(tmp_path, *journeys: str):
    """One customer for each text of initials, a day between two steps."""
    names = {name[0]: name for name in MAP}
    rows = [
        (f"c{number}", f"2024-01-{day:02}", names[step])
        for number, steps in enumerate(journeys)
        for day, step in enumerate(steps, start=1)
    ]
    return journey.read(open_literal(tmp_path, events=events(rows)), study(stages=MAP))


def answer(log, by_stage=False) -> str:
    paths = variants.named(log, by_stage=by_stage)
    return path_words.answer(paths, by_stage)


def test_the_most_frequent_path_and_what_the_first_five_cover(tmp_path):
    log = read(tmp_path, "AW", "AW", "AW", "A", "W", "C", "M", "H", "CA")
    said = answer(log)
    assert "The most frequent path is Advert → Website: 3 journeys (33% of all)." in said
    assert "The 5 most frequent paths cover 78% of all journeys." in said
    assert said.endswith("of all journeys.")  # of moves to an earlier stage nothing is claimed


def test_a_journey_of_one_step_is_called_so(tmp_path):
    said = answer(read(tmp_path, "A", "A", "AW"))
    assert said.startswith("Most often a journey is Advert and nothing more: 2 journeys (67%).")
    assert "of more than one step is Advert → Website: 1 (33%)." in said
    assert "more than one step" not in answer(read(tmp_path, "A", "A"))


def test_stages_are_named_for_people_and_long_paths_are_cut(tmp_path):
    said = answer(read(tmp_path, "ACAWCACMH"), by_stage=True)
    assert "Awareness → Purchase → Awareness" in said
    assert "→ 2 more steps: 1 journey (100% of all)." in said
    assert path_words.written(("Riddle",) * 3, False) == "Riddle → Riddle → Riddle"


def test_nothing_is_said_of_nothing(tmp_path):
    assert answer(read(tmp_path)) == ""
    log = read(tmp_path)
    assert path_words.slowest_sentence(measures.of_log(log, study(stages=MAP))) == ""


def test_the_slowest_step_leaves_out_stages_nobody_needs(tmp_path):
    rows = [
        ("a", "2024-01-01", "Advert"), ("a", "2024-01-02", "Website"),
        ("a", "2024-01-05", "Checkout"), ("a", "2024-03-01", "Hotline"),
    ]  # fmt: skip
    log = journey.read(open_literal(tmp_path, events=events(rows)), study(stages=MAP))
    said = path_words.slowest_sentence(measures.of_log(log, study(stages=MAP)))
    assert said == (
        "It takes longest from Consideration to Purchase: of the 1 customers who have got there,"
        " half took 3 days or more. Not counted, because nobody has to go there: Service."
    )


def slowest(tmp_path, *rows) -> str:
    log = journey.read(open_literal(tmp_path, events=events(rows)), study(stages=MAP))
    return path_words.slowest_sentence(measures.of_log(log, study(stages=MAP)))


def test_equal_times_tell_no_durations(tmp_path):
    names = ("Advert", "Website", "Checkout")
    at_once = [("a", "2024-01-01", name) for name in names]
    assert slowest(tmp_path, *at_once).startswith("Times are equal or too coarse")
    daily = [("a", f"2024-01-0{day}", name) for day, name in enumerate(names, start=1)]
    assert slowest(tmp_path, *daily) == (
        "It takes equally long from each stage to the next: half of those who have got there took"
        " 24 hours or more."
    )


def stays(*rows: tuple[str, int, float]) -> str:
    table = pd.DataFrame(rows, columns=["touchpoint", "moves", "median_hours"])
    return path_words.stay_sentence(table, by_stage=False)


def test_stays_are_compared_only_where_they_differ():
    assert stays(("Ad", 30, 48.0), ("Web", 30, 24.0), ("Test", 29, 99.0)) == (
        "Customers stay longest in Ad (half of them for 2 days or more) and shortest in Web"
        " (24 hours)."
    )
    assert stays(("Ad", 30, 0.0), ("Web", 30, 0.0)).startswith("Times are equal or too coarse")
    assert stays(("Ad", 30, 24.0), ("Web", 30, 24.0)).startswith("Customers stay equally long")
    assert stays(("Ad", 30, 24.0), ("Web", 1, 9.0)).startswith("In Ad, half of the stays last 24")
    assert stays(("Ad", 29, 0.0)) == "Too few moves to say how long customers stay."


def test_touchpoints_stand_by_stage_and_orders_by_number():
    names = ["Advert", "order 10+", "order 2", "Refill", "order 9", "Website"]
    stages = ["a", "b", "b", "b", "b", "c"]
    table = pd.DataFrame({"stage": stages, "touchpoint": names})
    assert steps.in_order(table) == [
        "Advert",
        "order 2",
        "order 9",
        "order 10+",
        "Refill",
        "Website",
    ]
