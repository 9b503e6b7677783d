"""Both languages are complete, and numbers read as each language writes them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import messages
import numpy as np
import pytest

from loyalty import language

OTHERS = [code for code in language.LANGUAGES if code != "en"]
PLACE = re.compile(r"\{[^{}]*\}")


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_and_none_is_stale(code):
    catalogue = {one.id: one.string for one in messages.read(code) if one.id}
    assert sorted(messages.texts() - set(catalogue)) == []
    assert sorted(set(catalogue) - messages.texts()) == []
    assert [text for text, translated in catalogue.items() if not translated] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_fills_the_same_places(code):
    for one in messages.read(code):
        if one.id:
            assert sorted(PLACE.findall(one.id)) == sorted(PLACE.findall(one.string)), one.id


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_no_text_stays_no_text(code):
    assert language.translator(code)("") == ""


def test_a_missing_number_is_a_dash_not_a_zero():
    assert language.number(float("nan")) == "–"
    assert language.percent(None) == "–"
    assert language.compact(float("nan")) == "–"


@pytest.mark.parametrize(
    ("code", "told", "listed"),
    [("en", "A. B. {c}.", "A., B., {c}."), ("zh_CN", "A.B.{c}.", "A.、B.、{c}.")],
)
def test_each_language_joins_sentences_and_lists_in_its_own_way(code, told, listed):
    translate = language.translator(code)
    assert language.sentences(["A.", "", "B.", "{c}."], translate) == told
    assert language.listed(["A.", "B.", "{c}."], translate) == listed
    assert language.sentences([], translate) == language.listed([], translate) == ""


def test_numbers_and_dates():
    assert language.number(1234567.891, "en", 2) == "1,234,567.89"
    assert language.percent(0.1234, "en", 1) == "12.3%"
    assert language.money(1234.5, "en", "GBP") == "GBP 1,234"
    assert language.compact(8300065.8, "zh_CN") == "830万"
    assert language.day(date(2011, 12, 9), "zh_CN") == "2011年12月9日"


def test_a_browser_locale_chooses_the_language():
    assert language.choose("zh-Hans-CN") == "zh_CN"
    assert language.choose("fr-FR") == language.choose(None) == "en"


def test_a_moment_is_written_in_the_browsers_time_zone():
    noon = datetime(2024, 3, 4, 12, tzinfo=UTC)
    assert language.moment(noon, "zh_CN", "Asia/Shanghai") == "2024/3/4 20:00"
    assert language.moment(noon, "en", "Nowhere/Land").startswith("3/4/24, 12:00")


def test_a_fixed_number_keeps_its_decimals():
    assert [language.fixed(value) for value in (32, 1234.56, None)] == ["32.0", "1,234.6", "–"]
    assert language.fixed(float("nan"), "zh_CN", 2) == "–"
    assert language.fixed(2.5, "zh_CN", 2) == "2.50"


def test_equal_numbers_of_different_kinds_are_written_alike():
    for value in (Decimal(7), np.int64(7), 7, 7.0, np.float64(7), Decimal("7.0")):
        assert language.number(value) == "7"
        assert language.fixed(value) == "7.0"
    assert language.number(-0.0) == "0"
    assert language.number(12345678901234567891) == "12,345,678,901,234,567,891"
