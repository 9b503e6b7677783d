"""The journey's chapter of the summary, against counts in plain Python."""

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from html import unescape

import numpy as np
import pytest
from outcomes import NASTY, small_events, small_orders, small_outcome
from tables import orders

from loyalty import report
from loyalty.outputs import Provenance

START, AS_OF = datetime(2024, 1, 1), date(2024, 12, 31)
PARTS = (
    "How far do customers get, and how fast?",
    "Without which touchpoint would fewer reach the goal?",
    "Do customers come back after a good experience?", "Which hand-overs break?",
    "Where does it hurt?", "How many buy again?",
)  # fmt: skip


def people():
    """Steps (day, name, feeling) and days of orders of 400 customers, by a fixed draw."""
    rng = np.random.default_rng(11)
    for number in range(400):
        first = int(rng.integers(0, 60))
        quote, good = rng.random() < 0.6, rng.random() < 0.5
        steps = [(first, "Showroom visit", None)]
        steps += [(first + 3, "Online quote", 0.9)] * quote
        bought = [first + 20] if rng.random() < (0.8 if quote else 0.3) else []
        steps += [(first + 30, "Hotline", 0.9 if good else -0.9)] * (number % 4 > 0)
        again = bought and rng.random() < (0.8 if good else 0.2)
        bought += [first + 60] * int(bool(again))
        steps += [(first + 1, NASTY, -1.0)] * (number % 10 == 0)
        steps += [(first + 2, "Secret page", -1.0)] * (number < 7)
        yield f"c{number:03}", sorted(steps), bought


def tables(chosen=None):
    chosen = list(chosen or people())
    rows = [(who, *step) for who, steps, _bought in chosen for step in steps]
    events = {
        "customer_id": [row[0] for row in rows],
        "time": [str(START + timedelta(days=row[1])) for row in rows],
        "touchpoint": [row[2] for row in rows],
        "feeling": [row[3] for row in rows],
        "position": list(range(len(rows))),
    }
    sold = [
        (who, str((START + timedelta(days=day)).date()), 10)
        for who, _steps, bought in chosen
        for day in bought
    ]
    return {"events": events, "orders": orders(sold)}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return small_outcome(tmp_path_factory.mktemp("chapter"), tables(), as_of=str(AS_OF))


@pytest.fixture(scope="module")
def chapter(found):
    return of(report.summary(found, [], Provenance()))


def of(text):
    """The chapter: what stands between its heading and the next."""
    return text.partition("<h2>Journey</h2>")[2].partition("<h2>")[0]


def part(chapter, head):
    return chapter.partition(f"<h3>{head}</h3>")[2].partition("<h3>")[0]


def cells(text):
    rows = re.findall(r"<tr>(.*?)</tr>", text.partition("<tbody>")[2])
    return [[unescape(one) for one in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


def five(count):
    return f"{5 * round(count / 5):,}"


def test_every_part_has_a_heading_and_a_picture_with_words_or_a_table(chapter):
    assert re.findall(r"<h3>(.*?)</h3>", chapter) == list(PARTS)
    for head in PARTS:
        shown = part(chapter, head)
        assert "<table>" in shown or re.search(r'<svg role="img" aria-label="[^"]{20,}', shown)
    assert chapter.count("Descriptive, not causal") == 4


def test_hand_overs_are_those_counted_one_by_one(chapter):
    walked = {who: {name: day for day, name, _felt in steps} for who, steps, _bought in people()}
    sold = {who: bought for who, _steps, bought in people()}
    came = [who for who, steps in walked.items() if "Online quote" in steps]
    broken = len(walked) - len(came)
    said = part(chapter, "Which hand-overs break?")
    assert f"{five(broken)} of 400 customers of Showroom visit did not come to Online quote" in said
    [row] = [row for row in cells(said) if row[0] == "Showroom visit → Online quote"]
    assert row[1:4] == ["400", five(broken), f"{round(100 * 5 * round(len(came) / 5) / 400)}%"]

    def share(group):
        bought = sum(
            any(0 <= day - walked[who]["Showroom visit"] <= 90 for day in sold[who])
            for who in group
        )
        return 5 * round(bought / 5) / (5 * round(len(group) / 5))

    others = [who for who in walked if who not in came]
    difference = 100 * (share(came) - share(others))
    assert row[4].startswith(f"{difference:.1f} (")
    assert row[5] == five(5 * round(broken / 5) * difference / 100)


def test_good_against_bad_is_told_with_how_many_had_either(chapter, found):
    felt = {True: 0, False: 0}
    for _who, steps, _bought in people():
        for _day, name, feeling in steps:
            if name == "Hotline":
                felt[feeling > 0] += 1
    said = part(chapter, "Do customers come back after a good experience?")
    assert f"Hotline ({five(felt[True])} / {five(felt[False])})" in unescape(said)
    row = found.touchpoints.set_index("touchpoint").loc["Hotline"]
    assert f"{100 * row['repurchase_difference']:+.1f} points" in said
    assert "After a good experience at Hotline, more customers buy again" in said


def test_the_removal_effect_is_that_of_the_files(chapter, found):
    said = part(chapter, "Without which touchpoint would fewer reach the goal?")
    effects = found.touchpoints.set_index("touchpoint")["removal_effect"]
    named = re.search(r"Without ([\w ]+), (\d+)% fewer journeys would reach Repeat order", said)
    twice = sum(len(bought) > 1 for _who, _steps, bought in people())
    assert f"{five(twice)} of 400 journeys do" in said
    assert int(named[2]) == round(100 * effects[named[1]])
    shown = re.findall(r">([\w ]+) \(([\d,]+)\)</text>", said)
    assert {name for name, _count in shown} == {
        "Showroom visit",
        "Online quote",
        "Hotline",
        "order 1",
    }
    assert all(int(count.replace(",", "")) % 5 == 0 for _name, count in shown)


def test_pain_points_rest_on_what_may_be_published(chapter):
    rows = cells(part(chapter, "Where does it hurt?"))
    felt = defaultdict(list)
    for _who, steps, _bought in people():
        for _day, name, feeling in steps:
            felt[name] += [] if feeling is None else [feeling]
    [row] = [row for row in rows if row[0] == "Hotline"]
    assert row[1] == five(len(felt["Hotline"]))
    mean = f"{np.mean(felt['Hotline']):.2f}".replace("-", "−")
    assert row[2].startswith(f"{mean} (")
    assert [row[0] for row in rows if row[4] == "certain"] == ["Hotline"]
    assert "hurts most" in part(chapter, "Where does it hurt?")
    assert not any("Secret" in row[0] for row in rows)


def test_small_groups_are_named_nowhere_but_as_small(chapter):
    for line in re.findall(r"<tr>(?:(?!</tr>).)*Secret page.*?</tr>", chapter):
        assert "&lt;10" in line and "–" in line
    assert "Secret page (" not in chapter
    touchpoints = chapter.partition("<h3>")[0]
    for shown, places in (
        (touchpoints, (2,)), (part(chapter, PARTS[0]), (1,)), (part(chapter, PARTS[3]), (1, 2)),
        (part(chapter, PARTS[4]), (1,)), (part(chapter, PARTS[5]), (1,)),
    ):  # fmt: skip
        counts = [row[place] for row in cells(shown) for place in places]
        assert counts
        assert all(one == "<10" or int(one.replace(",", "")) % 5 == 0 for one in counts)


def test_names_are_text(chapter):
    assert "<img" not in chapter and "\x00" not in chapter and "\u202e" not in chapter
    assert "&lt;img src=" in chapter


def test_orders_alone_say_what_orders_can(tmp_path):
    few = small_outcome(tmp_path, {"orders": small_orders(300)})
    shown = of(report.summary(few, [], Provenance()))
    assert re.findall(r"<h3>(.*?)</h3>", shown) == [PARTS[0], PARTS[-1]]


def test_events_without_feelings_or_purchases(tmp_path):
    events = small_events() | {"feeling": [None] * len(small_events()["time"])}
    shown = of(report.summary(small_outcome(tmp_path, {"events": events}), [], Provenance()))
    assert PARTS[2] not in shown and PARTS[4] not in shown
    assert "Most customers are lost" in shown or "No customers are lost" in shown


def test_nine_customers_are_told_of_by_no_figure(tmp_path):
    nine = small_outcome(tmp_path, tables(list(people())[::40][:9]), as_of=str(AS_OF))
    shown = of(report.summary(nine, [], Provenance()))
    assert not re.search(r"\d+ of \d+", shown) and "%" not in re.sub("95 ?%", "", shown)


def test_very_many_touchpoints_with_feelings(tmp_path):
    size = 6000
    events = {
        "customer_id": [f"c{n % 500}" for n in range(size)],
        "time": [str(START + timedelta(hours=n)) for n in range(size)],
        "touchpoint": [f"/page/{n % 3000}" if n % 3 else f"/top/{n % 50}" for n in range(size)],
        "feeling": [(n % 11) / 10 for n in range(size)],
        "position": list(range(size)),
    }
    shown = of(report.summary(small_outcome(tmp_path, {"events": events}), [], Provenance()))
    assert '<svg role="img" aria-label="Journey map' in shown
    assert len(shown) < 400_000
