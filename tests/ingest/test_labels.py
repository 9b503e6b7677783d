import pyarrow as pa
import pytest

from loyalty.ingest import labels
from loyalty.journey.flow import OTHER
from loyalty.journey.sources import LAST_ORDER
from loyalty.journey.stage_map import ORDER_NAME, OWN_NAMES


def texts(*values):
    return pa.chunked_array([pa.array(values, pa.string())])


@pytest.mark.parametrize(
    "value", ["00123", "1" * 23, "NA", "null", "None", "nan", "C536379", "𠮷", "=1+1", "+86138"]
)
def test_ids_are_kept_exactly(value):
    found = labels.ids(texts(value, "x"))
    assert found.values.to_pylist() == [value, "x"]
    assert not found.trimmed.any()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (" a ", "a"),
        ("a\u200b", "a"),
        ("\u202ea\u202c", "a"),
        ("a\x00b", "ab"),
        ("\ufeffa", "a"),
        ("\u3000a", "a"),
        ("'+86138", "+86138"),
        ("'=1+1", "=1+1"),
    ],
)
def test_invisible_characters_and_guards_are_trimmed_with_notice(raw, shown):
    found = labels.ids(texts(raw, "x"))
    assert found.values.to_pylist() == [shown, "x"]
    assert found.trimmed.tolist() == [True, False]


def test_ids_that_trim_to_nothing_are_blank():
    assert labels.ids(texts("\u200b", "", " ")).values.to_pylist() == [None, None, None]


def test_ids_written_as_floats_lose_their_zero():
    found = labels.ids(texts("17850.0", "", "00123"))
    assert found.values.to_pylist() == ["17850", None, "00123"]
    assert found.shortened.tolist() == [True, False, False]
    assert labels.ids(texts("17850.0", "A1.0")).values.to_pylist() == ["17850.0", "A1.0"]


def test_typed_ids_become_text():
    floats = pa.chunked_array([pa.array([17850.0, None, 1e17])])
    found = labels.ids(floats)
    assert found.values.to_pylist() == ["17850", None, "1" + "0" * 17]
    assert (found.shortened.tolist(), found.inexact.tolist()) == (
        [True, False, True],
        [False, False, True],
    )
    assert labels.ids(pa.chunked_array([pa.array([7, None])])).values.to_pylist() == ["7", None]


def test_free_text_keeps_all_but_nul():
    found = labels.texts(texts("a\u200db", "x\x00y"), free=True)
    assert found.values.to_pylist() == ["a\u200db", "xy"]


def test_names_that_journeys_give_themselves_are_set_apart():
    ours = [*OWN_NAMES, OTHER, "order 1", "order 12", f"order {LAST_ORDER}+"]
    theirs = ["Order 1", "order 1 ", "order", "an order 1", "order 1.5", "start", "(Start)"]
    values, changed = labels.apart(pa.array([*ours, None, *theirs, *ours[:1]]))
    assert all(ORDER_NAME.fullmatch(name) for name in ours[3:])
    assert values.to_pylist() == [
        *(f"'{name}'" for name in ours), None, *theirs, f"'{ours[0]}'"
    ]  # fmt: skip
    assert changed.tolist() == [True] * len(ours) + [False] * (1 + len(theirs)) + [True]


@pytest.mark.parametrize(
    "word", ["1", "TRUE", "Cancelled", "refunded", "已取消", "退款", "退货", "1.0"]
)
def test_words_for_returned(word):
    assert labels.flags(texts(word))[0].tolist() == [True]


@pytest.mark.parametrize("word", ["0", "False", "paid", "交易成功", "", "0.0", "Completed"])
def test_words_for_kept(word):
    returned, unknown = labels.flags(texts(word))
    assert (returned.tolist(), unknown.tolist()) == ([False], [False])


def test_unknown_words_are_not_returned_and_reported():
    returned, unknown = labels.flags(texts("partial", "yes"))
    assert (returned.tolist(), unknown.tolist()) == ([False, True], [True, False])
