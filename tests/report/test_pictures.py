import pandas as pd

from loyalty.charts import shares
from loyalty.report import pictures
from loyalty.report.pictures import Picture


def chart(label: str):
    frame = pd.DataFrame(
        {"key": ["a", "b"], "label": [label, "b"], "place": [0, 1], "customers": [10, 20]}
        | {"share": [0.3, 0.7], "spend": [1.0, None], "spend_share": [0.3, None]}
    )
    return shares.draw(frame, keys=("a", "b"), colours=("#123456", "#654321"))


def test_a_picture_is_plain_svg_without_addresses_or_script():
    nasty = '<script>alert(1)</script>" onload="x\x00\u202e'
    found = pictures.draw({"one": Picture(chart(nasty), 'What "it" shows')})["one"]
    assert found.startswith('<figure><svg role="img" aria-label="What &quot;it&quot; shows"')
    assert "<script" not in found and "&lt;script&gt;" in found
    assert "http" not in found and "\x00" not in found and "\u202e" not in found
    assert ">b</text>" in found and "#123456" in found


def test_ids_of_two_pictures_differ():
    clipped = chart("a").properties(width=100)
    clipped.layer[0].mark.clip = True
    drawn = pictures.draw({"one": Picture(clipped, "1"), "two": Picture(clipped, "2")})
    assert 'id="one-clip' in drawn["one"] and "url(#one-clip" in drawn["one"]
    assert 'id="two-clip' in drawn["two"] and 'id="clip' not in drawn["two"]


def test_a_converter_that_fails_leaves_the_pictures_out(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("import os; os.abort()")
    monkeypatch.setattr(pictures, "PROGRAM", broken)
    assert pictures.draw({"one": Picture(chart("a"), "1")}) == {}
    broken.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pictures, "SECONDS", 0.1)
    assert pictures.draw({"one": Picture(chart("a"), "1")}) == {}
