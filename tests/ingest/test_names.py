import pytest

from loyalty.ingest import names
from loyalty.ingest.coded import encode, recode
from loyalty.problems import Refused


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Customer ID", "customer_id"),
        ("ＩＤ", "id"),
        ("訂單編號", "订单编号"),
        ("客户 编号:", "客户编号"),
        ("InvoiceNo", "invoice no"),
    ],
)
def test_names_are_compared_without_case_punctuation_and_old_forms(one, other):
    assert names.plain(one) == names.plain(other)


def test_what_stands_in_brackets_is_a_unit():
    assert names.without_unit("金额（元）") == "金额"
    assert names.without_unit("Amount (EUR)") == "amount"
    assert names.is_known("Amount (EUR)")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (["a", "a", "A"], ["a", "a (2)", "A (3)"]),
        (["", " ", "x"], ["column 1", "column 2", "x"]),
        (["a\u200b", "b\r\nc", "'=d"], ["a", "b c", "=d"]),
        (["a (2)", "a", "a"], ["a (2)", "a", "a (3)"]),
    ],
)
def test_names_become_visible_and_unique(raw, clean):
    assert names.clean(raw, "x.csv")[0] == clean


def test_a_name_that_is_too_long_is_refused():
    with pytest.raises(Refused, match="500"):
        names.clean(["x" * 501], "x.csv")


def test_coding_merges_what_becomes_equal_and_drops_what_becomes_empty():
    import pyarrow as pa

    coded = encode(pa.chunked_array([["a", "", "b"], ["A", None, "a"]]))
    assert coded.values.to_pylist() == ["a", "b", "A"]
    assert coded.codes.tolist() == [0, -1, 1, 2, -1, 0]
    again = recode(coded, ["x", "", "x"])
    assert again.array().to_pylist() == ["x", None, None, "x", None, "x"]
