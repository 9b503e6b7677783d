import io
from datetime import datetime
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loyalty.problems import Refused


def packed(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def test_typed_columns_keep_their_types(desk):
    table = pa.table(
        {
            "CustomerID": pa.array([17850.0, 17851.0, None]),
            "when": pa.array([datetime(2024, 3, 4)] * 3, pa.timestamp("ns")),
            "amount": pa.array([Decimal("1.25"), Decimal("2.5"), Decimal(3)]),
            "channel": pa.array(["web", "shop", "web"]).dictionary_encode(),
            "returned": pa.array([False, True, None]),
        }
    )
    done = desk.read(packed(table), mapping={"when": "time"})
    assert done.tables["orders"] == [
        {"customer_id": "17850", "order_id": "2024-03-04", "time": datetime(2024, 3, 4),
         "amount": Decimal("1.25"), "is_return": False, "channel": "web", "lines": 1},
        {"customer_id": "17851", "order_id": "2024-03-04", "time": datetime(2024, 3, 4),
         "amount": Decimal("-2.5"), "is_return": True, "channel": "shop", "lines": 1},
    ]  # fmt: skip
    assert done.found("Whole numbers with a decimal").count == 2


@pytest.mark.parametrize("kind", [pa.date32(), pa.timestamp("s"), pa.timestamp("ms")])
def test_dates_of_every_unit(desk, kind):
    day = pa.array([datetime(2024, 4, 3)]).cast(kind)
    done = desk.read(packed(pa.table({"customer": ["c1"], "date": day, "amount": [1]})))
    assert done.column("orders", "time") == [datetime(2024, 4, 3)]


def test_a_zone_keeps_the_clock_time_and_is_reported(desk):
    moment = pa.array([datetime(2024, 3, 4, 2, 0)], pa.timestamp("us", "Asia/Shanghai"))
    done = desk.read(packed(pa.table({"customer": ["c1"], "time": moment, "amount": [1]})))
    assert done.column("orders", "time") == [datetime(2024, 3, 4, 10, 0)]
    assert done.found("Times carry a time zone").column == "time"


def test_an_unnamed_pandas_index_is_left_out(desk):
    frame = pd.DataFrame({"customer": ["c1"], "date": ["2024-01-01"], "amount": [1.5]}, index=[7])
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    seen = desk.look(buffer.getvalue())
    assert seen.columns == ("customer", "date", "amount")
    frame.index.name = "order"
    frame.to_parquet(buffer := io.BytesIO())
    assert desk.look(buffer.getvalue()).columns == ("customer", "date", "amount", "order")


def test_text_dates_in_parquet_are_asked_too(desk):
    table = pa.table({"customer": ["c1"], "date": ["04/03/2024"], "amount": [1.5]})
    assert [q.option for q in desk.look(packed(table)).questions] == ["dates"]


def test_endless_doubles_are_flagged(desk):
    table = pa.table(
        {"customer": ["a", "b", "c"], "date": [datetime(2024, 1, 1)] * 3,
         "amount": [1.0, float("inf"), float("nan")]}
    )  # fmt: skip
    done = desk.read(packed(table))
    assert done.column("orders", "customer_id") == ["a"]
    assert done.found("Infinite or too large").rows == (3,)
    assert done.found("Lines with neither").rows == (4,)


def test_long_cells_and_empty_tables_are_refused(desk):
    with pytest.raises(Refused, match="cell is longer than 1048576"):
        desk.look(packed(pa.table({"customer": ["x" * 1_100_000]})))
    with pytest.raises(Refused, match="no rows"):
        desk.look(packed(pa.table({"customer": pa.array([], pa.string())})))


def test_names_that_differ_only_in_case_stay_two_columns(desk):
    table = pa.table({"customer_id": ["c1"], "City": ["X"], "city": ["y"]})
    assert desk.read(packed(table)).tables["customers"] == [
        {"customer_id": "c1", "City": "X", "city (2)": "y"}
    ]
