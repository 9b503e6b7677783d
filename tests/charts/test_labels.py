import pytest

from loyalty.charts.labels import Dot, apart, block, place_names, shorten, text_width, wrap

ROOM = (0.0, 0.0, 300.0, 100.0)


def dot(name: str, x: float, y: float = 50.0) -> Dot:
    return Dot(name, x, y, radius=5, top=y - 15, bottom=y + 15)


def test_a_chinese_letter_is_as_wide_as_two_others():
    assert text_width("客户", 10) == 20
    assert text_width("ab", 10) == 12
    assert text_width("il", 10) < text_width("ab", 10) < text_width("mW", 10)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("客户流失最多。", ["客户流失", "最多。"]),
        ("unbreakable", ["unbreakable"]),
        ("", [""]),
    ],
)
def test_wrap(text, lines):
    assert wrap(text, 48, 11) == lines


def test_a_name_stands_right_of_its_dot_where_there_is_room():
    [place] = place_names([dot("name", 100)], 11, ROOM)
    assert (place.x, place.y, place.align) == (109, 50, "left")


def test_a_name_at_the_right_end_stands_left_of_its_dot():
    [place] = place_names([dot("name", 290)], 11, ROOM)
    assert (place.x, place.align) == (281, "right")


def test_names_avoid_dots_whiskers_and_each_other():
    places = place_names([dot("first", 100), dot("second", 120), dot("third", 140)], 11, ROOM)
    assert [place.align for place in places] == ["right", "center", "left"]
    assert places[1].y < 35 or places[1].y > 65


def test_a_name_without_room_is_left_out_and_earlier_ones_keep_theirs():
    narrow = (80.0, 40.0, 130.0, 60.0)
    places = place_names([dot("a", 90), dot("much too long", 92)], 11, narrow)
    assert places[0] is not None
    assert places[1] is None


def test_what_should_rather_not_be_covered_is_covered_only_in_need():
    line = [(105.0, 45.0, 300.0, 55.0)]
    [place] = place_names([dot("name", 100)], 11, ROOM, line)
    assert place.align == "right"
    [place] = place_names([dot("name", 100)], 11, (95.0, 40.0, 300.0, 60.0), line)
    assert place.align == "left"


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("short", 100, "short"),
        ("much too long", 40, "much…"),
        ("客户流失最多", 25, "客…"),
        ("a", 1, "…"),
    ],
)
def test_what_does_not_fit_is_marked(text, width, short):
    assert shorten(text, width, 11) == short


def test_a_block_has_no_more_lines_than_asked_for():
    assert block("one two\nthree four", 48, 11, 2) == ["one two", "three…"]
    assert block("one", 48, 11, 2) == ["one"]
    assert block("", 48, 11, 2) == []
    for line in block("unbreakableword and more", 40, 11, 2):
        assert text_width(line, 11) <= 40


def test_texts_that_would_look_alike_leave_out_what_they_share():
    names = [f"Campaign Type {letter} received" for letter in "ABC"]
    found = apart([*names, "order 1", "A much longer name than fits"], 110, 12)
    assert found["order 1"] == "order 1"
    assert found["A much longer name than fits"].startswith("A much")
    short = [found[name] for name in names]
    assert len(set(short)) == 3
    for letter, one in zip("ABC", short, strict=True):
        assert one.startswith("Camp") and one.endswith(f"…{letter} received")
    assert all(text_width(one, 12) <= 110 for one in found.values())


def test_alike_in_chinese_and_one_the_beginning_of_another():
    names = ["收到营销活动的电子邮件一", "收到营销活动的电子邮件二", "收到营销活动的电子邮件"]
    found = apart(names, 84, 12)
    assert len(set(found.values())) == 3
    assert all(text_width(one, 12) <= 84 for one in found.values())
    assert apart([], 84, 12) == {}
    assert apart(["a", "a"], 84, 12) == {"a": "a"}
