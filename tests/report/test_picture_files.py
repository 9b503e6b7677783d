import struct

import altair as alt
import pandas as pd
import pytest

from loyalty.charts import theme
from loyalty.problems import Refused
from loyalty.report import picture_files, pictures


@pytest.fixture
def chart() -> alt.Chart:
    rows = pd.DataFrame({"x": [1.0, 2.0], "word": ["反馈", "<b>&\x00"]})
    marks = alt.Chart(rows).mark_text(color=theme.TEXT)
    return marks.encode(x="x:Q", text="word:N").properties(width=300, height=100)


def test_an_svg_is_dark_on_white_and_holds_texts_as_they_are(chart):
    text = picture_files.svg(chart).decode()
    assert text.startswith("<svg") and 'fill="white"' in text and "反馈" in text
    assert theme.INK in text and theme.TEXT not in text
    assert "<b>" not in text and "\x00" not in text


def test_a_png_is_fine_enough_for_print(chart):
    found = picture_files.png(chart)
    assert found.startswith(b"\x89PNG")
    width, _height = struct.unpack(">II", found[16:24])
    svg = picture_files.svg(chart).decode()
    assert width == pytest.approx(3 * float(svg.split(' width="')[1].split('"')[0]), abs=3)


def test_a_converter_that_fails_is_told(chart, monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(pictures, "PROGRAM", broken)
    for make in (picture_files.svg, picture_files.png):
        with pytest.raises(Refused):
            make(chart)
