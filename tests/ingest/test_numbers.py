from decimal import Decimal

import pyarrow as pa
import pytest

from loyalty.ingest import numbers


def texts(*values):
    return pa.chunked_array([pa.array(values, pa.string())])


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,234.50", ".", "1234.5"),
        ("1.234,50", ",", "1234.5"),
        ("¥1,234", ".", "1234"),
        ("￥１，２３４．５０", ".", "1234.5"),
        ("€ 3", ".", "3"),
        ("12元", ".", "12"),
        ("CNY 12", ".", "12"),
        ("$-5.25", ".", "-5.25"),
        ("-$5", ".", "-5"),
        ("(12.50)", ".", "-12.5"),
        ("($12.50)", ".", "-12.5"),
        ("-3", ".", "-3"),
        ("3-", ".", "-3"),
        ("−7", ".", "-7"),
        ("+4", ".", "4"),
        ("１２", ".", "12"),
        ("1 234.5", ".", "1234.5"),
        ("1 234,5", ",", "1234.5"),
        ("1'234", ".", "1234"),
        ("1,23,456.00", ".", "123456"),
        ("1e3", ".", "1000"),
        ("125e-1", ",", "12.5"),
        (".5", ".", "0.5"),
        ("0.0000015", ".", "0.000002"),
        ("999999999999", ".", "999999999999"),
    ],
)
def test_numbers_are_read_under_a_decimal_sign(text, decimal, value):
    found = numbers.parse(texts(text), decimal)
    assert found.values.to_pylist() == [Decimal(value)]


@pytest.mark.parametrize("text", ["2,50", "abc", "1.2.3", "1,,2", ",5", "1 2", "12,34.5", "5 pcs"])
def test_what_is_no_number_is_not_made_one(text):
    found = numbers.parse(texts(text), ".")
    assert found.values.to_pylist() == [None]
    assert found.words.tolist() == [True]


@pytest.mark.parametrize("text", ["inf", "-Infinity", "nan", "NaN", "1e308", "1e999", "1" * 13])
def test_endless_and_too_large_numbers_are_told_apart(text):
    found = numbers.parse(texts(text), ".")
    assert (found.words.tolist(), found.endless.tolist()) == ([False], [True])


@pytest.mark.parametrize("text", ["", "NA", "n/a", "null", "None", "-", "--", "无"])
def test_words_for_nothing_are_blank(text):
    found = numbers.parse(texts(text), ".")
    assert (found.values.to_pylist(), found.words.any(), found.endless.any()) == (
        [None],
        False,
        False,
    )


def test_typed_columns_keep_their_values_to_six_decimals():
    floats = pa.chunked_array([pa.array([2.55, 0.1 + 0.2, None, float("nan"), float("inf"), 1e20])])
    found = numbers.parse(floats, ".")
    assert found.values.to_pylist() == [Decimal("2.55"), Decimal("0.3"), None, None, None, None]
    assert found.endless.tolist() == [False, False, False, False, True, True]
    whole = numbers.parse(pa.chunked_array([pa.array([7, None])]), ".")
    assert whole.values.to_pylist() == [Decimal(7), None]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("1,234",), {"open"}),
        (("1.234",), {"open"}),
        (("1,234", "2,50"), {"open", ","}),
        (("12.5", "1,234"), {"open", "."}),
        (("1,234.5",), {"."}),
        (("1.234,5",), {","}),
        (("1,234,567",), {"."}),
        (("1.234.567",), {","}),
        (("0,123",), {","}),
        (("0.123",), {"."}),
        (("12", "-3"), set()),
    ],
)
def test_the_decimal_sign_is_told_by_the_values(values, told):
    assert set(numbers.evidence(texts(*values))) == told


def test_currency_signs_are_found_beside_numbers():
    found = numbers.signs(texts("€3", "4 usd", "5", "", "¥6"))
    assert found.to_pylist() == ["€", "USD", None, None, "¥"]
    assert numbers.signs(texts("3", "4.5")) is None
