"""The cases 1-25 and 29 that reading must hold, by number; the files are made here."""

import hashlib
import io
import pickle
import re
import struct
import zipfile
from datetime import datetime
from decimal import Decimal

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loyalty import exports
from loyalty.ingest import Reading, Source, inspect, read, sandbox
from loyalty.ingest.records import display_name
from loyalty.problems import Refused

HEADER = "customer_id,order_id,date,amount\n"
TABLE = (
    "客户编号,订单编号,下单时间,实付金额,渠道\n"
    "𠮷1,a1,2024-03-04,12.50,门店\n"
    "00123,a2,2024-03-05,7,官网\n"
)
CHINESE = TABLE.replace("𠮷", "吉")


def order_file(*amounts: str) -> str:
    return HEADER + "".join(
        f'c{number},o{number},2024-01-0{number},"{amount}"\n'
        for number, amount in enumerate(amounts, start=1)
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
def test_01_every_encoding_gives_the_same_bytes(desk, encoding):
    found = desk.read(TABLE.encode(encoding)).paths["orders"].read_bytes()
    assert found == desk.read(TABLE).paths["orders"].read_bytes()


@pytest.mark.parametrize("encoding", ["big5", "gbk"])
def test_01_chinese_headers_tell_their_encoding(desk, encoding):
    text = "客戶,日期,金額\n王小明,2024-01-02,12.5\n" if encoding == "big5" else CHINESE
    assert desk.look(text.encode(encoding)).questions == ()


def test_01_an_unsure_encoding_is_asked_with_a_preview(desk):
    text = "customer,date,amount,name\n1,2024-01-02,3,山田太郎\n2,2024-01-03,4,鈴木花子\n"
    seen = desk.look(text.encode("shift_jis"))
    question = next(q for q in seen.questions if q.option == "encoding")
    assert "山田太郎" in dict(question.choices)["cp932"]
    with pytest.raises(Refused, match="--encoding"):
        desk.read(text.encode("shift_jis"))
    done = desk.read(text.encode("shift_jis"), encoding="shift_jis")
    assert done.column("orders", "customer_id") == ["1", "2"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_02_delimiters_and_line_ends(desk, delimiter, end):
    text = HEADER + 'c1,o1,2024-01-02,"3.5"\nc2,o2,2024-01-03,4.5\n'
    done = desk.read(text.replace(",", delimiter).replace("\n", end))
    assert done.column("orders", "amount") == [Decimal("3.5"), Decimal("4.5")]


def test_02_a_semicolon_file_with_decimal_commas(desk):
    done = desk.read("customer;date;amount\nc1;2024-01-02;2,50\nc2;2024-01-03;3,75\n")
    assert done.column("orders", "amount") == [Decimal("2.5"), Decimal("3.75")]


RAGGED = HEADER + "c1,o1,2024-01-01,1\nc2,o2,2024-01-02\nc3,o3,2024-01-03,3,x\nc4,o4,2024-01-04,4\n"


def test_03_ragged_rows_stop_with_their_numbers(desk):
    seen = desk.look(RAGGED)
    assert [(q.option, q.choices) for q in seen.questions] == [("ragged", (("skip", "3, 4"),))]
    with pytest.raises(Refused, match=r"2 rows .*rows 3, 4.*--ragged skip"):
        desk.read(RAGGED)


def test_03_ragged_rows_can_be_left_out(desk):
    done = desk.read(RAGGED, ragged="skip")
    assert done.column("orders", "customer_id") == ["c1", "c4"]
    assert done.found("Rows with another number").rows == (3, 4)


def test_03_row_numbers_stay_right_after_ragged_and_blank_rows(desk):
    text = HEADER + "c1,o1,2024-01-01,1\n\nc2,o2,2024-01-02\nc3,o3,2024-01-03,x\n"
    assert desk.read(text, ragged="skip").found("Not a number").rows == (5,)


def test_04_duplicate_blank_and_case_only_headers_are_renamed_visibly(desk):
    seen = desk.look("customer_id,city,City,,city\n1,a,b,c,d\n2,e,f,g,h\n")
    assert seen.columns == ("customer_id", "city", "City (2)", "column 4", "city (3)")
    assert seen.problems[0].examples == ("City (2)", "column 4", "city (3)")
    done = desk.read("customer_id,city,City,,city\n1,a,b,c,d\n2,e,f,g,h\n")
    assert list(done.tables["customers"][0]) == list(seen.columns)


def test_04_attributes_called_like_our_columns_are_renamed(desk):
    done = desk.read("customer_id,Spend,level,city\n1,2,good,x\n2,3,low,y\n")
    assert list(done.tables["customers"][0]) == [
        "customer_id",
        "Spend (imported)",
        "level (imported)",
        "city",
    ]
    assert done.found("An attribute is called").examples == ("Spend (imported)", "level (imported)")


def test_05_each_kind_of_nothing_has_its_own_refusal(desk):
    noise = bytes(range(256)) * 40
    texts = set()
    for content in (b"", b"customer_id,date\n", b"\n\n \n", noise):
        with pytest.raises(Refused) as refused:
            desk.read(content)
        texts.add(refused.value.text)
    assert len(texts) == 4


def test_06_ids_are_text_and_kept_exactly(desk):
    ids = ["00123", "1" * 23, "NA", "None", "null"]
    text = HEADER + "".join(f"{one},o{n},2024-01-01,1\n" for n, one in enumerate(ids))
    assert desk.read(text).column("orders", "customer_id") == sorted(ids)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("¥1234", "1234"),
        ("-3", "-3"),
        ("(12.50)", "-12.5"),
        ("１２", "12"),
    ],
)
def test_07_amounts_are_parsed_under_a_shown_convention(desk, text, amount):
    assert desk.read(order_file(text)).column("orders", "amount") == [Decimal(amount)]


def test_07_an_open_decimal_sign_is_asked_with_both_readings(desk):
    seen = desk.look(order_file("1,234", "¥2,345"))
    assert [(q.option, q.choices) for q in seen.questions] == [
        ("decimal", ((".", "1,234 → 1234"), (",", "1,234 → 1.234")))
    ]
    with pytest.raises(Refused, match="--decimal"):
        desk.read(order_file("1,234"))
    done = desk.read(order_file("1,234"), decimal=".")
    assert done.column("orders", "amount") == [Decimal(1234)]


def test_07_mixed_decimal_signs_are_asked_and_the_others_rejected(desk):
    text = order_file("2,50", "1.5")
    assert [q.option for q in desk.look(text).questions] == ["decimal"]
    done = desk.read(text, decimal=".")
    assert done.column("orders", "amount") == [Decimal("1.5")]
    assert done.found("Not a number").examples == ("2,50",)


def dated(*dates: str) -> str:
    rows = (f"c{n},o{n},{day},1.5\n" for n, day in enumerate(dates, start=1))
    return HEADER + "".join(rows)


def test_08_ambiguous_dates_are_asked_with_both_readings(desk):
    seen = desk.look(dated("04/03/2024", "05/06/2024"))
    assert [(q.option, q.choices) for q in seen.questions] == [
        ("dates", (("dmy", "04/03/2024 → 2024-03-04"), ("mdy", "04/03/2024 → 2024-04-03")))
    ]
    with pytest.raises(Refused, match="--dates dmy, mdy"):
        desk.read(dated("04/03/2024", "05/06/2024"))
    done = desk.read(dated("04/03/2024", "05/06/2024"), dates="mdy")
    assert done.column("orders", "time") == [datetime(2024, 4, 3), datetime(2024, 5, 6)]


@pytest.mark.parametrize("day", ["2024-03-04", "2024年3月4日", "45355", "20240304"])
def test_08_dates_beyond_doubt_are_read(desk, day):
    assert desk.read(dated(day)).column("orders", "time") == [datetime(2024, 3, 4)]


def test_08_impossible_dates_are_rejected_with_their_rows(desk):
    done = desk.read(dated("2024-02-30", "2024-02-29", "2023-02-29"))
    assert done.column("orders", "customer_id") == ["c2"]
    problem = done.found("Not a possible date")
    assert (problem.rows, problem.examples) == ((2, 4), ("2024-02-30", "2023-02-29"))


def test_09_returns_above_sales_stay_as_negative_spend(desk):
    text = HEADER + "c1,o1,2024-01-01,10\nc1,o2,2024-01-02,-30\nc2,o3,2024-01-03,0\n"
    done = desk.read(text)
    assert done.column("orders", "amount") == [Decimal(10), Decimal(-30), Decimal(0)]
    assert done.column("orders", "is_return") == [False, True, False]
    assert done.found("Customers whose returns exceed").count == 1


@pytest.mark.parametrize("endless", ["inf", "nan", "1e999", "1e308", "-Infinity"])
def test_10_endless_amounts_are_flagged_and_no_total_is_infinite(desk, endless):
    done = desk.read(order_file("2.5", endless, endless))
    assert done.column("orders", "amount") == [Decimal("2.5")]
    assert done.found("Infinite or too large").count == 2


def test_11_blank_customers_are_counted_and_left_out(desk):
    done = desk.read(HEADER + ",o1,2024-01-01,1\n \u200b,o2,2024-01-01,1\nc3,o3,2024-01-01,1\n")
    assert done.column("orders", "customer_id") == ["c3"]
    assert done.found("Rows without a customer").rows == (2, 3)


def test_11_duplicate_customers_are_counted_and_left_out(desk):
    done = desk.read("customer_id,city\nc1,a\nc2,b\nc1,c\n", table="customers")
    assert done.tables["customers"] == [
        {"customer_id": "c1", "city": "a"},
        {"customer_id": "c2", "city": "b"},
    ]
    assert done.found("The customer occurs").rows == (4,)


def test_12_invisible_characters_are_trimmed_from_ids_with_notice(desk):
    rows = "c1\x00,o1,2024-01-01,1\n\u202ec2,o\u200b2,2024-01-01,1\n"
    done = desk.read(HEADER + rows)
    assert done.column("orders", "customer_id") == ["c1", "c2"]
    assert done.column("orders", "order_id") == ["o1", "o2"]
    assert done.found("Invisible characters").count == 2


def test_13_an_unclosed_quote_is_refused(desk):
    with pytest.raises(Refused, match="never ends"):
        desk.read(HEADER + 'c1,"o1,2024-01-01,1\nc2,o2,2024-01-01,1\n')
    with pytest.raises(Refused, match="1048576"):
        desk.read(HEADER + 'c1,"o1,2024-01-01,1\n' + "c2,o2,2024-01-01,1\n" * 500_000)


def test_14_a_huge_cell_and_a_huge_header_name_the_limit(desk):
    with pytest.raises(Refused, match="1048576"):
        desk.read(HEADER.encode() + b"c1,o1,2024-01-01," + b"1" * 50_000_000 + b"\n")
    with pytest.raises(Refused, match="100000"):
        desk.read(b"customer_id," + b"x" * 1_000_000 + b"\n1,2\n")
    with pytest.raises(Refused, match="500"):
        desk.read(b"customer_id," + b"x" * 1_000 + b"\n1,2\n")


def test_14_a_file_over_200_mb_is_refused(desk):
    path = desk.file(HEADER)
    with path.open("r+b") as file:
        file.truncate(201 * 1024**2)
    with pytest.raises(Refused, match="200 MB"):
        desk.read_files(path)


def test_15_too_many_columns_name_the_limit(desk):
    with pytest.raises(Refused, match="1000 columns"):
        desk.read(",".join(f"a{n}" for n in range(100_000)) + "\n" + "1," * 99_999 + "1\n")


WORKBOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows=(("customer_id", "date", "amount"), ("c1", datetime(2024, 3, 4), 2.5))) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rewritten(**parts: bytes) -> bytes:
    """The workbook with some parts replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def test_16_workbooks_that_swell_are_refused(desk):
    with pytest.raises(Refused, match="300 MB"):
        desk.read(rewritten(**{SHEET: b" " * 300_500_000}))
    with pytest.raises(Refused, match="200 times"):
        desk.read(rewritten(**{SHEET: b" " * 1_000_000}))


def test_16_cells_at_both_ends_of_a_sheet_are_refused(desk):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(Refused, match="spans more than"):
        desk.read(buffer.getvalue())


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet/>'
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'
)


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, LAUGHS.decode().encode("utf-16")])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", WORKBOOK])
def test_17_entities_in_any_part_are_refused(desk, content, part):
    with pytest.raises(Refused, match="entities"):
        desk.read(rewritten(**{part: content}))


def test_18_forged_sizes_are_refused(desk):
    content = bytearray(workbook())
    place = content.rindex(b"PK\x01\x02")
    for at in _directory(content):
        if content[at + 46 : at + 46 + len(SHEET)] == SHEET.encode():
            place = at
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    with pytest.raises(Refused, match="damaged"):
        desk.read(bytes(content))


def test_18_truncated_many_parts_and_protected_are_refused(desk):
    with pytest.raises(Refused, match="damaged"):
        desk.read(workbook()[:-200])
    many = {f"xl/media/{number}": b"" for number in range(10_000)}
    with pytest.raises(Refused, match="1000 parts"):
        desk.read(rewritten(**many))
    locked = bytearray(workbook())
    for at in _directory(locked):
        locked[at + 8] |= 1
    with pytest.raises(Refused, match="password"):
        desk.read(bytes(locked))


def test_18_old_office_files_are_refused(desk):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    with pytest.raises(Refused, match=r"\.xls"):
        desk.read(ole)
    with pytest.raises(Refused, match="password"):
        desk.read(ole + "EncryptedPackage".encode("utf-16-le"))


def _directory(content: bytes) -> list[int]:
    """Where the entries of a ZIP's central directory begin."""
    found, at = [], content.find(b"PK\x01\x02")
    while at >= 0:
        found.append(at)
        at = content.find(b"PK\x01\x02", at + 1)
    return found


def parquet(table: pa.Table, **options) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **options)
    return buffer.getvalue()


def test_19_parquet_with_too_many_rows_is_refused(desk):
    content = parquet(pa.table({"customer_id": pa.array([1], pa.int8()).take(pa.array([0] * 9))}))
    assert desk.look(content).rows == 9
    rows = pa.DictionaryArray.from_arrays(pa.array(bytes(20_000_001), pa.int8()), ["c"])
    with pytest.raises(Refused, match="20000000 rows"):
        desk.read(parquet(pa.table({"customer_id": rows})))


def test_19_structs_are_flattened_lists_and_binary_refused(desk):
    who = pa.array([{"id": "c1", "city": "x"}, {"id": "c2", "city": "y"}])
    done = desk.read(parquet(pa.table({"who": who})), mapping={"who.id": "customer_id"})
    assert done.tables["customers"] == [
        {"customer_id": "c1", "who.city": "x"},
        {"customer_id": "c2", "who.city": "y"},
    ]
    for column in (pa.array([[1], [2]]), pa.array([b"a", b"b"])):
        with pytest.raises(Refused, match="photo"):
            desk.read(parquet(pa.table({"customer_id": ["c1", "c2"], "photo": column})))


def test_19_a_corrupt_footer_is_refused_and_path_like_names_are_only_names(desk):
    content = parquet(pa.table({"customer_id": ["c1"], "../../etc/passwd": ["x"]}))
    assert desk.look(content).columns == ("customer_id", "../../etc/passwd")
    with pytest.raises(Refused, match="damaged"):
        desk.read(content[:-8] + b"\xff\xff\xff\x7f" + content[-4:])
    with pytest.raises(Refused, match="damaged"):
        desk.read(content[: len(content) // 2])


FOREIGN = {
    "pickle": pickle.dumps({"a": [1, 2]}),
    "old pickle": pickle.dumps({"a": [1, 2]}, protocol=0),
    "pickled frame": pickle.dumps(pd.DataFrame({"a": [1]})),
    "program": b"\x7fELF" + b"\0" * 100,
    "Windows program": b"MZ\x90\x00\x03" + b"\0" * 100,
    "page": b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
    "XML": b'<?xml version="1.0"?><rows><row/></rows>',
    "PDF": b"%PDF-1.7\n",
    "picture": b"\x89PNG\r\n\x1a\n",
    "gzip": b"\x1f\x8b\x08\x00" + b"\0" * 20,
    "JSON": b'[{"customer_id": 1}]',
    "database": b"SQLite format 3\x00" + b"\0" * 100,
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("name", ["file.csv", "file.parquet", "file.xlsx"])
def test_20_foreign_content_is_refused_whatever_its_name(desk, kind, name):
    path = desk.file(FOREIGN[kind], name)
    with pytest.raises(Refused, match=name):
        desk.read_files(path)


def test_20_a_zip_is_refused(desk):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("orders.csv", HEADER)
    with pytest.raises(Refused, match="ZIP"):
        desk.read(buffer.getvalue())


def test_20_a_csv_called_parquet_is_still_read(desk):
    done = desk.read_files(desk.file(order_file("3"), "orders.parquet"))
    assert done.column("orders", "amount") == [Decimal(3)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\evil.csv", "evil.csv"),
        ("/abs/olute.csv", "olute.csv"),
        ("a\r\nb\x00c.csv", "abc.csv"),
        ("\u202egpj.csv", "gpj.csv"),
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        ("x" * 300 + ".csv", "x" * 117 + "..."),
        ("..", ".."),
        ("", "unnamed file"),
        ("/", "unnamed file"),
    ],
)
def test_21_file_names_are_display_text_only(name, shown):
    assert display_name(name) == shown


HOSTILE = ("<script>alert(1)</script>", "javascript:alert(1)", "$x$ $y$", ":red[a]", "=1+1", "{0}")


@pytest.mark.parametrize("text", HOSTILE)
def test_23_markup_is_literal_text_in_cells_and_headers(desk, text):
    done = desk.read(f"customer_id,city,{text}\n1,{text},a\n2,b,c\n")
    assert done.tables["customers"][0] == {"customer_id": "1", "city": text, text: "a"}


def test_24_exports_guard_formulas_and_come_back_the_same(desk):
    ids = ["+8613800138000", "-7", "=1+1", "@home", "plain"]
    frame = pd.DataFrame({"customer_id": ids, "score": [1.5, -2.0, 3.0, 4.0, 5.0]})
    sheet = exports.spreadsheet(frame)
    assert b"\n'=1+1,3.0" in sheet
    assert b"plain,5.0" in sheet
    for content in (sheet, exports.parquet(frame)):
        done = desk.read(content)
        assert sorted(done.column("customers", "customer_id")) == sorted(ids)
        assert sum(done.column("customers", "score")) == 11.5


def exported() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": ["00123", "+86", "NA"],
            "order_count": [3.0, 0.0, float("nan")],
            "spend": [12.5, -3.0, float("nan")],
            "satisfaction": [4.5, float("nan"), 3.0],
            "nps_score": [9.0, 3.0, 10.0],
            "loyalty_index": [80.25, 12.5, float("nan")],
            "weight_share": [1.0, 0.75, 0.25],
            "level": pd.Categorical(["high", "low", "not enough data"]),
            "segment": pd.Categorical(["champions", "lost", "others"]),
        }
    )


@pytest.mark.parametrize("form", [exports.spreadsheet, exports.plain, exports.parquet])
def test_25_exported_customers_come_back_with_the_same_ids_and_counts(desk, form):
    done = desk.read(form(exported()))
    assert list(done.tables) == ["customers"]
    assert done.column("customers", "customer_id") == ["+86", "00123", "NA"]
    assert done.column("customers", "spend (imported)") == [-3.0, 12.5, None]
    assert done.column("customers", "segment (imported)") == ["lost", "champions", "others"]


def test_25_exported_orders_come_back_the_same(desk):
    text = HEADER + "c1,o1,2024-01-01,10\nc1,C2,2024-01-02,-4.5\nc2,o3,2024-01-03,0\n"
    first = desk.read(text)
    frame = pd.read_parquet(first.paths["orders"])
    for form in (exports.spreadsheet, exports.parquet):
        again = desk.read(form(frame))
        assert again.tables["orders"] == first.tables["orders"]


PHONE = "13800138000"
FAULT = f"""
import sys
from loyalty.ingest import child, examine
def fail(*values):
    raise KeyError("{PHONE}")
examine.examine = fail
child.main()
"""


@pytest.mark.parametrize("task", ["inspect", "read"])
def test_29_a_fault_shows_an_incident_and_logs_no_value(desk, monkeypatch, caplog, task):
    script = desk.file(FAULT, "fault.py")
    monkeypatch.setattr(sandbox, "COMMAND", (sandbox.COMMAND[0], str(script)))
    path = desk.file(HEADER + f"{PHONE},o1,2024-01-01,1\n")
    with pytest.raises(Refused, match=r"Incident [0-9a-f]{8}") as refused:
        if task == "inspect":
            inspect(path, f"{PHONE}.csv")
        else:
            read([Source(path, f"{PHONE}.csv", Reading())], desk.folder / "out")
    number = refused.value.values["number"]
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert re.fullmatch(rf"incident {number}: KeyError at \w+\.py:\d+ in \w+", logged)
    assert PHONE not in caplog.text + str(refused.value)
    assert not list((desk.folder / "out").glob("*"))


def test_content_hash_does_not_depend_on_the_file(desk):
    one, two = desk.read(order_file("3.5")), desk.read(order_file("3.50").replace(",", ";"))
    digests = {hashlib.sha256(done.paths["orders"].read_bytes()).digest() for done in (one, two)}
    assert len(digests) == 1
