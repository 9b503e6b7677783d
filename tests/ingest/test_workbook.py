import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from loyalty.problems import Refused

HEAD = ["customer_id", "date", "amount"]


def book(**sheets) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_cells_keep_their_types(desk):
    rows = [HEAD, [17850, datetime(2024, 3, 4, 10, 5), 2.5], [17851, date(2024, 4, 3), 3]]
    done = desk.read(book(Orders=rows))
    assert done.column("orders", "customer_id") == ["17850", "17851"]
    assert done.column("orders", "time") == [datetime(2024, 3, 4, 10, 5), datetime(2024, 4, 3)]
    assert done.column("orders", "amount") == [Decimal("2.5"), Decimal(3)]
    assert [problem.kind for problem in done.problems] == ["assumed"]


def test_text_and_numbers_in_one_column_are_read_by_their_own_rule(desk):
    rows = [HEAD, ["c1", "2024-03-04", "2,50"], ["c2", 45355, 12.5], ["c3", date(2024, 3, 4), 7]]
    done = desk.read(book(Orders=rows))
    assert done.column("orders", "amount") == [Decimal("2.5"), Decimal("12.5"), Decimal(7)]
    assert set(done.column("orders", "time")) == {datetime(2024, 3, 4)}


def test_rows_are_numbered_as_the_sheet_shows_them(desk):
    rows = [["Report"], [], HEAD, ["c1", date(2024, 1, 1), 1], [], ["c2", date(2024, 1, 1), "x"]]
    done = desk.read(book(Orders=rows))
    assert done.found("Not a number").rows == (6,)
    assert done.found("Lines above").rows == (1, 2)


def test_of_several_sheets_one_is_asked(desk):
    content = book(
        May=[HEAD, ["c1", date(2024, 5, 1), 1]], June=[HEAD, ["c2", date(2024, 6, 1), 2]]
    )
    seen = desk.look(content)
    assert [(q.option, [value for value, _ in q.choices]) for q in seen.questions] == [
        ("sheet", ["May", "June"])
    ]
    with pytest.raises(Refused, match="--sheet; there are May, June"):
        desk.read(content)
    assert desk.read(content, sheet="June").column("orders", "customer_id") == ["c2"]
    with pytest.raises(Refused, match="no sheet"):
        desk.read(content, sheet="July")


def test_sheets_without_rows_are_not_offered(desk):
    content = book(Empty=[], Title=[["hello"]], Orders=[HEAD, ["c1", date(2024, 5, 1), 1]])
    seen = desk.look(content)
    assert (seen.sheets, seen.questions) == (("Orders",), ())
    with pytest.raises(Refused, match="no sheet holds"):
        desk.look(book(Empty=[]))


def test_empty_columns_are_left_out_and_long_numbers_kept(desk):
    rows = [[*HEAD, None, "note"], [2**60, date(2024, 5, 1), 1, None, "x"]]
    seen = desk.look(book(Orders=rows))
    assert seen.columns == ("customer_id", "date", "amount", "note")


def test_errors_and_formulas_without_value_are_blank(desk):
    rows = [HEAD, ["c1", date(2024, 5, 1), "=1/0"], ["c2", date(2024, 5, 1), 5]]
    done = desk.read(book(Orders=rows))
    assert done.column("orders", "customer_id") == ["c2"]
