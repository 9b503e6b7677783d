import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from outcomes import NASTY, small_events, small_orders, small_outcome

from loyalty import report
from loyalty.outputs import Provenance
from loyalty.problems import Problem
from loyalty.study import Action, Audience, Phases, Scenario

LOADING = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}
PROBLEM = Problem(
    "rejected", "Not a date.", "<b>.csv", "When", 3, (3, 4), ("13800138000",), {}
)  # fmt: skip


class Reader(HTMLParser):
    """Collects tags, attributes that load something, and the text."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.loads, self.text = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [value for name, value in attrs if name in LOADING or name.startswith("on")]

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    margin = {"margin_share": {"low": 30, "high": 40}}
    return small_outcome(tmp_path_factory.mktemp("small"), general=margin)


@pytest.fixture(scope="module")
def text(found):
    return report.summary(found, [PROBLEM], Provenance(name="a<b>.csv", synthetic=True))


def test_it_loads_nothing_and_runs_nothing(text):
    read = Reader(text)
    assert read.loads == []
    assert not {"script", "img", "link", "iframe", "object", "image", "use"} & set(read.tags)
    assert "url(http" not in text and "@import" not in text
    assert re.search(r"""http-equiv="Content-Security-Policy" content="default-src 'none'""", text)


def test_names_from_the_data_are_text_only(text):
    read = Reader(text)
    assert "<img" not in text and "onerror=alert(1)>" not in text
    assert "\x00" not in text and "\u202e" not in text
    assert "a<b>.csv" in read.text
    assert NASTY[:20] in read.text


def test_the_answer_comes_first_with_counts_rounded(text):
    read = Reader(text)
    assert read.tags.index("h1") < read.tags.index("h2")
    heading = re.search(r"<h1>(.*?)</h1>", text)[1]
    assert heading == "20 of 60 customers are active (33%)."
    assert text.index("rounded to 5") < text.index("<h2>")


def test_every_section_is_there(text):
    for name in (
        "Loyalty index and levels", "Segments", "Journey", "Strategies", "Assumptions",
        "Caveats", "Data problems", "Choices of this study",
    ):  # fmt: skip
        assert f"<h2>{name}</h2>" in text


def test_every_picture_is_drawn_where_groups_are_large_enough(tmp_path):
    tables = {"orders": small_orders(300), "events": small_events()}
    shown = report.summary(small_outcome(tmp_path, tables), [], Provenance())
    assert "of 300 buyers buy a second time" in shown
    names = re.findall(r'<svg role="img" aria-label="([\w ]+)', shown)
    assert [name.split()[0] for name in names] == [
        "Histogram", "Segments", "Customers", "Journey", "Customers", "Nearly", "Purchases", "Gain",
    ]  # fmt: skip


def test_invented_data_are_called_so(text, found):
    assert '<meta name="synthetic" content="yes">' in text
    assert "Synthetic data: no customer" in text
    real = report.summary(found, [], Provenance())
    assert '<meta name="synthetic" content="no">' in real
    assert "Synthetic data" not in real


def test_assumptions_have_source_grade_and_the_users_mark(text):
    assert "Bijmolt, van Heerde &amp; Pieters 2005" in text
    assert "borrowed from research" in text or "borrowed" in text
    [changed] = re.findall(r'<td class="text">([^<]*) <strong class="changed">', text)
    assert changed == "Margin"


def test_the_back_test_is_told_where_there_is_one(found, text):
    assert found.backtest.months == 2
    few = "Illustrative: too few months of orders to test the forecasts on."
    assert text.count(few) == 3  # the answer, the chapter on strategies, and the caveats
    good = {"inside90": 0.91, "low90": 0.8, "high90": 1, "inside50": 0.5, "low50": 0.4}
    together = pd.Series(good | {"high50": 0.6})
    scores = pd.DataFrame([{"crps": 0.5, "naive_error": 1.0, **together}])
    held = replace(found.backtest, months=6, scores=scores, together=together)
    shown = report.summary(replace(found, backtest=held), [], Provenance())
    said = "Back-tested: in the last 6 months the 90% bands held 91% of outcomes."
    assert shown.count(said) == 3
    assert "Illustrative" not in shown and "illustrative" not in shown
    short = report.summary(replace(found, backtest=None), [], Provenance())
    assert short.count(few) == 3


def test_without_a_simulation_no_caveat_speaks_of_one(tmp_path):
    events = small_outcome(tmp_path, {"events": small_events()})
    shown = report.summary(events, [], Provenance())
    assert "Illustrative" not in shown and "Strategies are simulated" not in shown


def test_a_scenario_is_told_by_its_name_or_all_its_strategies(tmp_path):
    mix = Scenario(
        strategy="referral", also=(Action(strategy="handover_repair", start=3, reach=12.5),),
        phases=Phases(stop_below=0.5),
    )  # fmt: skip
    named = mix.model_copy(update={"name": "Spring <b>", "also": (), "budget": 500})
    aimed = Scenario(strategy="referral", audience=Audience(value=("high",)), lasts=4)
    study = {"scenarios": (mix, named, aimed, Scenario(strategy="referral"))}
    text = report.summary(small_outcome(tmp_path, **study), [], Provenance(currency="EUR"))
    phases = (
        "in phases: 3 months of preparation, 6 of pilot at 10% reach, 12 of roll-out"
        " · stops if the pilot brings less than 0.5 per 1 spent"
    )
    told = re.findall(
        r'<td class="text">([^<]+)(?:<small>([^<]+)</small>)?</td><td class="number">',
        text[text.index("More than doing nothing</th>") :],
    )
    assert dict(told[:4]) == {
        "Referral + Hand-over repair":
            f"Hand-over repair: from month 3 on, reach 12.5% · {phases}",
        "Spring &lt;b&gt;": f"Referral · budget EUR 500 · {phases}",
        "Referral": "for High value, months it runs: 4",
        "Referral (2)": "",
    }  # fmt: skip


def test_small_groups_and_values_of_customers_are_not_shown(text):
    read = Reader(text)
    assert "13800138000" not in text
    row = re.search(r"<tr>[^/]*&lt;img.*?</tr>", text)[0]
    assert "&lt;10" in row
    assert not re.search(r"\bc\d\d\b", read.text)
    [problem] = re.findall(r"<tr>(?:(?!</tr>).)*Not a date\.</td></tr>", text)
    assert "&lt;10" in problem


def test_equal_results_give_equal_text(text, found):
    again = report.summary(found, [PROBLEM], Provenance(name="a<b>.csv", synthetic=True))
    assert again == text


def test_another_language_and_missing_parts(tmp_path):
    events = small_outcome(tmp_path, {"events": small_events()})
    shown = report.summary(events, [], Provenance(), lambda text: "~" + text, "zh_CN")
    assert '<html lang="zh-CN">' in shown
    assert "<h2>~Strategies</h2>" in shown
    assert "~A simulation needs orders" in shown


def test_a_base_of_nine_shows_no_count(tmp_path):
    nine = {name: values[:9] for name, values in small_orders().items()}
    few = small_outcome(tmp_path, {"orders": nine})
    shown = Reader(report.summary(few, [], Provenance()))
    assert len(few.customers) < 10
    assert "<10 of <10 customers are active" in shown.text
