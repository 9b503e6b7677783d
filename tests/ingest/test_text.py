import pytest

from loyalty.ingest.dialect import is_header
from loyalty.problems import Refused


def test_lines_above_the_table_are_left_out_visibly(desk):
    text = "Report of May\n\ncustomer,date,amount\nc1,2024-01-01,x\nc2,2024-01-02,4\n"
    done = desk.read(text)
    assert done.column("orders", "customer_id") == ["c2"]
    assert done.found("Lines above").count == 2
    assert done.found("Not a number").rows == (4,)


def test_the_first_line_of_excel_tells_the_delimiter(desk):
    done = desk.read("sep=;\ncustomer;date;amount\nc1;2024-01-01;3,5\n")
    assert done.column("orders", "customer_id") == ["c1"]


def test_quoted_cells_hold_delimiters_quotes_and_line_ends(desk):
    text = 'customer_id,note\nc1,"a, ""b""\nc"\nc2,d\n'
    assert desk.read(text).column("customers", "note") == ['a, "b"\nc', "d"]


def test_runs_of_blanks_delimit_only_where_nothing_else_does(desk):
    text = "customer_id  date number_of_cds  dollar_value\r\n 00001 19970101  1   11.77\r\n"
    seen = desk.look(text)
    assert seen.delimiter == " "
    assert seen.columns == ("customer_id", "date", "number_of_cds", "dollar_value")
    assert seen.preview == (("00001", "19970101", "1", "11.77"),)


def test_a_first_row_of_another_width_is_refused(desk):
    with pytest.raises(Refused, match="first row has 2 cells, but most rows have 3"):
        desk.read("customer,date\n" + "c1,2024-01-01,5\n" * 5)


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        (("customer", "date"), True),
        (("foo", "bar"), True),
        (("客户", "2023", "2024"), True),
        (("c1", "2024-01-01", "nps", "9"), False),
        (("00004", "19970101"), False),
        (("a", "12.5"), False),
        (("a", "true"), False),
    ],
)
def test_a_header_holds_names(cells, header):
    assert is_header(cells) is header


def test_a_last_delimiter_makes_no_column(desk):
    assert desk.look("customer,city,\n1,a,\n2,b,\n").columns == ("customer", "city")
    assert desk.look("customer,,city\n1,x,a\n").columns == ("customer", "column 2", "city")


def test_the_user_can_say_whether_there_is_a_header(desk):
    text = "order,2024-01-01,7.5\nvisit,2024-01-02,8.5\n"
    assert desk.look(text, header=True).columns == ("order", "2024-01-01", "7.5")
    assert desk.look(text, header=False).rows == 2


def test_the_user_can_name_the_delimiter(desk):
    seen = desk.look("customer;a,date\nc1;x,2024-01-01\n", delimiter=";")
    assert seen.columns == ("customer", "a,date")


@pytest.mark.parametrize("name", ["zip", "hex", "idna", "nonsense", "unicode_escape"])
def test_only_text_encodings_are_known(desk, name):
    with pytest.raises(Refused, match="encoding you chose"):
        desk.look("customer,date,amount\n1,2024-01-01,1\n", encoding=name)


def test_a_line_that_is_not_in_the_chosen_encoding_is_named(desk):
    content = b"customer,date,amount\n1,2024-01-01,1\n" + b"\xff,2024-01-01,1\n"
    with pytest.raises(Refused, match="line 3 cannot be read as utf-8"):
        desk.read(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "encoding"), [("José,Málaga\nZoë,Köln", "cp1252"), ("Пётр,Москва\nИван,Тула", "cp1251")]
)
def test_letters_of_two_scripts_in_one_word_rule_an_encoding_out(desk, row, encoding):
    content = ("customer_id,city\n" + row + "\n").encode(encoding)
    seen = desk.look(content)
    assert encoding in (seen.encoding, *(value for q in seen.questions for value, _ in q.choices))
    if encoding == "cp1252":
        assert (seen.encoding, seen.questions) == ("cp1252", ())
