"""The colour of every segment: one meaning each."""

from datetime import date

from loyalty import segmentation
from loyalty.charts import theme
from loyalty.segments import GROUPS
from loyalty.study import Rule, Study


def of(*rules):
    return segmentation.colours(Study(as_of=date(2024, 1, 1), segments=rules))


def test_own_segments_do_not_share_a_colour():
    names = ("ab", "ba", "c", "d", "e")  # the letters of the first two add up to the same
    found = of(*(Rule(key=name) for name in names), Rule(key="f", colour=theme.SPARE[0].lower()))
    shown = [found[name].upper() for name in (*names, "f")]
    assert len(set(shown)) == len(shown)
    assert of(Rule(key="c"))["c"] == theme.SPARE[0]


def test_with_more_segments_than_spare_colours_each_is_used_as_rarely_as_can_be():
    many = 2 * len(theme.SPARE)
    found = of(*(Rule(key=f"s{place}") for place in range(many)))
    shown = [found[f"s{place}"] for place in range(many)]
    assert all(shown.count(one) == 2 for one in theme.SPARE)


def test_groups_of_the_shelf_keep_theirs_and_nobodys_customers_are_grey():
    found = of(Rule(key="loyal"), Rule(key="champions", colour="#123456"))
    assert found["loyal"] == GROUPS["loyal"].colour
    assert found["champions"] == "#123456"
    red, green, blue = (found["unassigned"][start : start + 2] for start in (1, 3, 5))
    assert red == green == blue
