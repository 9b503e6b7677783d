from datetime import date, datetime

import pyarrow as pa
import pytest

from loyalty.ingest import dates


def texts(*values):
    return pa.chunked_array([pa.array(values, pa.string())])


MOMENT = datetime(2024, 3, 4, 10, 5)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-04", datetime(2024, 3, 4)),
        ("2024/3/4 10:05", MOMENT),
        ("2024.03.04 10:05:00", MOMENT),
        ("20240304", datetime(2024, 3, 4)),
        ("20240304100500", MOMENT),
        ("20240304T1005", MOMENT),
        ("2024-03-04T10:05:00.123456", datetime(2024, 3, 4, 10, 5, 0, 123456)),
        ("2024年3月4日", datetime(2024, 3, 4)),
        ("2024年3月4日10时5分", MOMENT),
        ("2024年3月4日 下午3:05", datetime(2024, 3, 4, 15, 5)),
        ("２０２４-０３-０４", datetime(2024, 3, 4)),
        ("4 Mar 2024", datetime(2024, 3, 4)),
        ("Mon, 4 March 2024 10:05", MOMENT),
        ("Mar 4, 2024 10:05 PM", datetime(2024, 3, 4, 22, 5)),
        ("2024-03-04 12:00 am", datetime(2024, 3, 4)),
        ("2024-02-29", datetime(2024, 2, 29)),
    ],
)
def test_dates_beyond_doubt_need_no_convention(text, moment):
    assert dates.parse(texts(text), "iso").values.to_pylist() == [moment]


@pytest.mark.parametrize(
    ("text", "convention", "day"),
    [
        ("04/03/2024", "dmy", date(2024, 3, 4)),
        ("04/03/2024", "mdy", date(2024, 4, 3)),
        ("4.3.24", "dmy", date(2024, 3, 4)),
        ("24/3/4", "ymd", date(2024, 3, 4)),
        ("1/2/71", "dmy", date(1971, 2, 1)),
        ("45355", "serial", date(2024, 3, 4)),
        ("45355.5", "serial", date(2024, 3, 4)),
        ("1709546700", "epoch", date(2024, 3, 4)),
        ("1709546700000", "epoch", date(2024, 3, 4)),
        ("1709546700000000", "epoch", date(2024, 3, 4)),
    ],
)
def test_other_dates_are_read_under_a_convention(text, convention, day):
    assert dates.parse(texts(text), convention).values.to_pylist()[0].date() == day


@pytest.mark.parametrize(
    "text",
    ["30/02/2024", "2024-02-30", "2023-02-29", "2024-13-01", "2024-03-04 25:00", "1899-12-31",
     "2101-01-01", "soon", "2024年2月30日", "45355", "2024-03"],
)  # fmt: skip
def test_impossible_dates_are_wrong(text):
    found = dates.parse(texts(text), "dmy")
    assert (found.values.to_pylist(), found.wrong.tolist()) == ([None], [True])


@pytest.mark.parametrize("text", ["", "NA", "null", "NaT", "0000-00-00"])
def test_words_for_nothing_are_blank(text):
    found = dates.parse(texts(text), "dmy")
    assert (found.values.to_pylist(), found.wrong.any()) == ([None], False)


@pytest.mark.parametrize("text", ["2024-03-04T10:05:00Z", "2024-03-04 10:05:00+08:00"])
def test_the_clock_time_is_kept_and_the_zone_reported(text):
    found = dates.parse(texts(text, "2024-03-04"), "iso")
    assert found.values.to_pylist()[0] == MOMENT
    assert found.zoned.tolist() == [True, False]


@pytest.mark.parametrize(
    ("values", "orders"),
    [
        (("04/03/2024", "05/06/2024"), ["dmy", "mdy"]),
        (("13/03/2024", "05/06/2024"), ["dmy"]),
        (("03/13/2024", "05/06/2024"), ["mdy"]),
        (("05/05/2024",), ["dmy"]),
        (("12/13/10", "12/01/10"), ["mdy"]),
        (("25/12/24",), ["dmy", "ymd"]),
        (("04/03/24",), ["dmy", "mdy", "ymd"]),
        (("13/01/2024", "01/13/2024"), []),
    ],
)
def test_the_order_of_dates_is_told_by_all_values_together(values, orders):
    assert dates.forms(texts(*values)).orders() == orders


def test_the_telling_example_reads_differently():
    assert dates.forms(texts("05/05/2024", "04/03/2024")).telling() == "04/03/2024"


def test_typed_times_outside_the_calendar_are_wrong():
    column = pa.chunked_array([pa.array([datetime(1, 1, 1), MOMENT], pa.timestamp("us"))])
    found = dates.parse(column, "iso")
    assert found.values.to_pylist() == [None, MOMENT]
    assert found.wrong.tolist() == [True, False]
