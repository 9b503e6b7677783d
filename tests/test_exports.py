import io
import zipfile
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq

from loyalty import exports

FRAME = pd.DataFrame(
    {
        "customer_id": ["+8613800000000", "=1+1", "@x", "-5", "plain", None, "\tx"],
        "spend": [-1.5, 2.0, None, 4.0, 5.0, 6.0, 7.0],
        "level": pd.Categorical(["-low", "high", "high", "high", "high", "high", None]),
    }
)


def test_a_spreadsheet_gets_no_formulas_and_keeps_numbers():
    text = exports.spreadsheet(FRAME).decode("utf-8-sig")
    back = pd.read_csv(io.StringIO(text), dtype={"customer_id": str})
    assert back["customer_id"].fillna("").tolist() == [
        "'+8613800000000", "'=1+1", "'@x", "'-5", "plain", "", "'\tx",
    ]  # fmt: skip
    assert back["spend"].fillna(0).tolist() == [-1.5, 2, 0, 4, 5, 6, 7]
    assert back["level"][0] == "'-low"
    assert exports.spreadsheet(pd.DataFrame({"=cmd": [1]})).startswith(b"\xef\xbb\xbf'=cmd")


def test_a_system_gets_every_value_as_it_is():
    back = pd.read_parquet(io.BytesIO(exports.parquet(FRAME)))
    assert back["customer_id"].tolist()[:2] == ["+8613800000000", "=1+1"]
    assert exports.parquet(FRAME) == exports.parquet(FRAME.copy())


def test_programs_get_the_same_csv_without_the_mark():
    assert exports.spreadsheet(FRAME) == b"\xef\xbb\xbf" + exports.plain(FRAME)


def test_notes_stand_in_the_metadata_of_the_parquet_file():
    content = io.BytesIO(exports.parquet(FRAME, synthetic="yes"))
    assert pq.read_schema(content).metadata[b"synthetic"] == b"yes"
    assert pd.read_parquet(content)["customer_id"].tolist()[0] == "+8613800000000"


def test_exact_decimals_stay_numbers():
    frame = pd.DataFrame({"amount": [Decimal("-4.50"), None], "mixed": [-1, "=1+1"]})
    text = exports.plain(frame).decode()
    assert text == "amount,mixed\n-4.50,-1\n,'=1+1\n"


def test_ends_of_lines_within_a_text_end_no_row():
    names = ["a\rb", "a\r\nb", "a\nb", 'say "a"', ""]
    frame = pd.DataFrame({"name": names, "count": [1, 2, 3, 4, 5], "share": [0.5, None, 1, 1, 1]})
    back = pd.read_csv(
        io.BytesIO(exports.exact(frame)), keep_default_na=False, na_values={"share": ""}
    )
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)


def test_an_archive_holds_the_files_and_is_the_same_for_the_same():
    files = {"a.csv": b"x,y\n1,2\n", "b.csv": b""}
    content = exports.zipped(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
    assert exports.zipped(files) == content
