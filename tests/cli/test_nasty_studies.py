"""Studies that no data could follow are refused in one sentence before anything is written."""

import json

import pytest

DAY = {"as_of": "2025-01-01", "months": 1, "draws": 100, "scenarios": [{}]}
CUTS = {"rfm.recency": [1, 2, 3, 4], "rfm.frequency": [1, 2, 3, 4], "rfm.monetary": [1, 2, 3, 4]}


def rule(**choices):
    test = {"column": "spend", "op": ">=", "threshold": 1}
    return {"segments": [{"key": "a", "conditions": [test]} | choices]}


def condition(**choices):
    return rule(conditions=[{"column": "spend", "op": ">=", "threshold": 1} | choices])


def nested(levels):
    test = {"column": "spend", "op": "missing"}
    for _level in range(levels):
        test = {"match": "none", "conditions": [test]}
    return rule(conditions=[test])


def judged(judgements, items=("purchase", "usage", "emotion"), **choices):
    people = [{"name": "x", "judgements": judgements}]
    return {"weighting": {"method": "ahp", "items": items, "participants": people} | choices}


def weighted(method, **choices):
    return {"weighting": {"method": method} | choices}


def by_state(**sets):
    return {"group_by": "life_cycle", "group_weights": sets}


def clusters(**choices):
    return {"scheme": "clusters", "clusters": {"indicators": ["spend"], "centres": [[0]]} | choices}


def staged(*stages, **choices):
    return {"journey": {"stages": stages}} | choices


def target(**choices):
    return {"journey": {"targets": [{"touchpoint": "x", "kind": "feeling", "value": 1} | choices]}}


CASES = {
    "unknown scheme": ({"scheme": "zodiac"}, "scheme “zodiac”, which does not exist"),
    "empty scheme": ({"scheme": ""}, "scheme: String should have at least 1 character"),
    "unknown method": (weighted("tarot"), "weighting.method: Input should be 'direct', 'ahp'"),
    "unknown aggregation": ({"aggregation": "max"}, "'sum' or 'topsis'"),
    "joined with itself": (weighted("combine", parts=["combine", "ahp"]), "“combine” cannot be"),
    "joined with nothing": (weighted("combine", parts=["entropy", "tarot"]), "“tarot” cannot be"),
    "a template": (weighted("combine", parts=["{0.a}", "ahp"]), "“{0.a}” cannot be"),
    "one part": (weighted("combine", parts=["ahp"]), "weighting.parts.1"),
    "no items": (weighted("ahp"), "Choose what the participants compare"),
    "nobody": (weighted("ahp", items=["purchase", "usage"]), "Nobody has compared"),
    "two answers": (judged({"purchase|usage": 9, "usage|purchase": 9}), "judged twice"),
    "too strong": (judged({"purchase|usage": 10}), "less than or equal to 9"),
    "zero": (judged({"purchase|usage": 0}), "greater than or equal to"),
    "no number": (judged({"purchase|usage": float("nan")}), "purchase|usage"),
    "not connected": (judged({"purchase|usage": 3}), "(purchase, usage) (emotion)"),
    "judged nothing": (judged({}), "(purchase) (usage) (emotion)"),
    "two kinds": (judged({}, items=("purchase", "spend")), "“spend” does not fit"),
    "one item often": (judged({}, items=("spend",) * 1000), "“spend” stands twice"),
    "fitted on little": (weighted("fitted"), "customers had ordered"),
    "fitted on no days": (weighted("fitted", days=0), "weighting.days"),
    "unknown group": ({"group_by": "zodiac"}, "Weights cannot differ by “zodiac”"),
    "no such column": ({"group_by": "attribute.zodiac"}, "“attribute.zodiac”, which these custom"),
    "unknown state": (by_state(cycle_undead={}), "no state “cycle_undead”"),
    "family of a group": (by_state(cycle_new={"family_weights": {"charm": 1}}), "family “charm”"),
    "negative of a group": (by_state(cycle_new={"family_weights": {"usage": -1}}), "usage: Input"),
    "negative weight": ({"family_weights": {"usage": -1}}, "greater than or equal to 0"),
    "infinite weight": ({"indicator_weights": {"spend": float("inf")}}, "finite number"),
    "cuts that fall": ({"cuts": CUTS | {"rfm.recency": [4, 3, 2, 1]}}, "four numbers that rise"),
    "three cuts": ({"cuts": CUTS | {"rfm.recency": [1, 2, 3]}}, "four numbers that rise"),
    "cuts of nothing": ({"cuts": {"charm": [1, 2, 3, 4]}}, "“charm”, which is no RFM rating"),
    "cuts as text": ({"cuts": {"rfm.recency": ["a"] * 4}}, "cuts.rfm.recency.0"),
    "negative size": ({"minimum_size": -30}, "minimum_size"),
    "10 000 rules": ({"segments": [{"key": f"r{n}"} for n in range(10_000)]}, "at most 200 items"),
    "a colour with more": (rule(colour="red;}</style><script>"), "segments.0.colour"),
    "a colour and a line": (rule(colour="#00ff00\n"), "segments.0.colour"),
    "seven levels": (nested(7), "nested more than 6 deep"),
    "200 levels": (nested(200), "recursion limit"),
    "a rule twice": ({"segments": [{"key": "a"}, {"key": "a"}]}, "called “a”"),
    "a reserved name": (rule(key="unassigned"), "called “unassigned”"),
    "an unknown column": (condition(column="charm"), "indicator “charm”"),
    "an unknown score": (condition(column="score.charm"), "indicator “score.charm”"),
    "an unknown threshold": (condition(threshold="charm"), "threshold “charm”"),
    "a number as text": (condition(threshold="1"), "threshold “1”"),
    "an unknown test": (condition(op="~"), "segments.0.conditions.0.condition.op"),
    "two limits": (condition(day="2024-01-01"), "needs one fitting limit"),
    "an empty group": (rule(conditions=[{"conditions": []}]), "group.conditions"),
    "clusters not there": (condition(column="cluster"), "name clusters, but it has none"),
    "clusters of nothing": (clusters(indicators=[], centres=[[]]), "every centre needs one number"),
    "clusters of charm": (clusters(indicators=["charm"]), "indicator “charm”"),
    "clusters without width": (
        clusters(method="mixture", spreads=[[0]], shares=[1]), "spreads must be above 0"
    ),
    "a bad kept definition": (
        {"definitions": [{"name": "x", "scheme": "zodiac"}]}, "scheme “zodiac”"
    ),
    "kept weights": ({"weightings": [{"name": "x", "family_weights": {"charm": 1}}]}, "“charm”"),
    "too many weightings": ({"weightings": [{"name": str(n)} for n in range(4)]}, "at most 3"),
    "levels that fall": (
        {"levels": [{"key": "a", "start": 0}, {"key": "b", "start": 9}, {"key": "c", "start": 5}]},
        "must start at 0 and rise",
    ),
    "too many levels": (
        {"levels": [{"key": f"l{n}", "start": n / 20} for n in range(1000)]}, "at most 20 items"
    ),
    "a day far away": ({"as_of": "9999-12-31"}, "less than or equal to 2101-01-01"),
    "no day": ({"as_of": "never"}, "as_of"),
    "a stage twice": (staged("a", "b", "a"), "two stages called “a”"),
    "stages that read alike": (staged("Try it", "try  it "), "two stages called “Try it”"),
    "an empty stage": (staged("a", ""), "journey.stages.1: String should have at least 1"),
    "a blank stage": (staged("a", " \t"), "No stage can be called “ ”"),
    "a stage for the rest": (staged("use", "unassigned"), "No stage can be called “unassigned”"),
    "a stage as the start": (staged("(start)", "use"), "No stage can be called “(start)”"),
    "a stage as the goal": (staged("(again)", "use"), "No stage can be called “(again)”"),
    "a stage as the end": (staged("(END)"), "No stage can be called “(END)”"),
    "21 stages": (staged(*map(str, range(21))), "journey.stages: Tuple should have at most 20"),
    "a stage as a number": (staged(1), "journey.stages.0: Input should be a valid string"),
    "a long stage": (staged("x" * 201), "journey.stages.0: String should have at most 200"),
    "a stage not listed": (staged("a", stages={"x": "use"}), "the stage “use”, which does not"),
    "a target of nothing": (target(touchpoint=""), "touchpoint: String should have at least 1"),
    "a target that is no number": (target(value=float("nan")), "value: Input should be a finite"),
    "an endless target": (target(value=float("-inf")), "value: Input should be a finite number"),
    "a target of charm": (target(kind="charm"), "Input should be 'feeling' or 'conversion'"),
    "too many targets": (
        {"journey": {"targets": [{"touchpoint": "x", "kind": "feeling", "value": 1}] * 101}},
        "journey.targets: Tuple should have at most 100",
    ),
    "a long note": ({"journey": {"cards": {"x": {"note": "x" * 2001}}}}, "at most 2000 characters"),
    "an unknown lane": ({"journey": {"cards": {"x": {"lane": "side"}}}}, "cards.x.lane"),
    "an unknown cut": ({"journey": {"cut": "never"}}, "journey.cut"),
    "no window": ({"journey": {"window_hours": -1}}, "journey.window_hours"),
    "days as text": ({"journey": {"within_days": "many"}}, "journey.within_days"),
    "ten thousand years": ({"journey": {"handover_days": 3_650_000}}, "journey.handover_days"),
    "a question without a name": ({"journey": {"answers": [""]}}, "journey.answers.0"),
    "rules as text": ({"segments": "all"}, "segments: Input should be a valid array"),
    "months as text": ({"months": "six"}, "months: Input should be a valid integer"),
    "a typing error": ({"aggregatoin": "sum"}, "aggregatoin"),
}  # fmt: skip


@pytest.mark.parametrize(("choices", "said"), CASES.values(), ids=CASES)
def test_a_study_that_cannot_be_followed_is_refused_in_one_sentence(folder, run, choices, said):
    (folder / "study.json").write_text(json.dumps(DAY | choices))
    found = run("run", "--orders", "orders.csv", "--study", "study.json", "--out", "out")
    assert found.code == 2
    assert said in found.err
    assert found.err.count("\n") == 1 and found.err.endswith("\n")
    assert ". " not in found.err and len(found.err) < 300
    assert found.out == ""
    assert sorted(path.name for path in folder.iterdir()) == ["orders.csv", "study.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"null", b"[1, 2]", b'"study"', b"\xff\xfe", b'{"as_of": "2025-01-01"',
        b'{"as_of": "2025-01-01", "preset": "\\ud800"}',
        b'{"as_of":' + b"[" * 100_000, b'{"as_of": "2025-01-01"}' + b" " * 2_000_000,
    ],
)  # fmt: skip
def test_a_file_that_is_no_study_is_refused_in_one_sentence(folder, run, content):
    (folder / "study.json").write_bytes(content)
    found = run("run", "--orders", "orders.csv", "--study", "study.json", "--out", "out")
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
    assert "study file" in found.err
    assert not (folder / "out").exists()


def test_strange_texts_are_taken_as_they_are(folder, run):
    """Names, descriptions and actions are the user's: a formula, markup or a template is text."""
    strange = {"key": '=HYPERLINK("http://evil.example")', "conditions": [],
               "description": "{description!r} %s <script>", "action": "@SUM(1)\n"}  # fmt: skip
    (folder / "study.json").write_text(json.dumps(DAY | {"segments": [strange]}))
    words = ["--study", "study.json", "--history", "2", "--report", "en"]
    found = run("run", "--orders", "orders.csv", *words, "--out", "out")
    assert (found.code, found.err) == (0, "")
    for name in ("segments.csv", "history.csv", "movement.csv"):
        text = (folder / "out" / name).read_text()
        assert "'=HYPERLINK" in text
        assert not text.replace("'=HYPERLINK", "").count("=HYPERLINK")
    assert "<script>" not in (folder / "out" / "report.html").read_text().partition("</style>")[2]
    assert json.loads((folder / "out" / "study.json").read_text())["segments"][0] == {
        "colour": "", **strange
    }  # fmt: skip


def test_what_a_map_says_of_nobody_and_nothing_changes_no_figure(folder, run):
    """Cards, targets and questions of what the data have not are kept, and count for nothing."""
    events = ["customer_id,time,touchpoint,feeling"] + [
        f"c{n:02},2024-03-0{day},{name},{(n + day) % 5}"
        for n in range(25)
        for day, name in enumerate(("Advert", "Website", "Checkout"), start=1)
    ]
    (folder / "events.csv").write_text("\n".join(events))
    card = {"lane": "back", "owner": "<b>{0.a}</b>", "note": "<script>alert(1)</script>\n\u202e%s"}
    strange = {
        "cards": {"Nowhere": card, "": card, "Website": card},
        "answers": ["charm", "nps"],
        "targets": [
            {"touchpoint": name, "kind": kind, "value": value}
            for name in ("Nowhere", "Website")
            for kind in ("feeling", "conversion")
            for value in (1e308, -1e308)
        ],
    }
    words = ["--events", "events.csv", "--study", "study.json", "--report", "en"]
    for place, journey in (("plain", {}), ("strange", strange)):
        (folder / "study.json").write_text(json.dumps(DAY | {"journey": journey}))
        found = run("run", *words, "--out", place)
        assert (found.code, found.err) == (0, "")
    for path in (folder / "plain").glob("*.csv"):
        assert path.read_bytes() == (folder / "strange" / path.name).read_bytes()
    kept = json.loads((folder / "strange" / "study.json").read_text())["journey"]
    assert kept["cards"]["Nowhere"] == card and len(kept["targets"]) == 8
    assert "<script>" not in (folder / "strange" / "report.html").read_text()


def test_stages_of_ones_own_are_counted_by_them(folder, run):
    (folder / "events.csv").write_text(
        "customer_id,time,touchpoint\n"
        + "".join(f"c{n},2024-03-0{day},{name}\n" for n in range(20)
                  for day, name in enumerate(("Advert", "Website", "Riddle")[: n % 3 + 1], start=1))
    )  # fmt: skip
    stages = {"Advert": "=cmd|' /C calc'!A0", "Website": "<b>später</b>", "Riddle": "unassigned"}
    listed = [stages["Website"], "早", stages["Advert"]]
    study = DAY | {"journey": {"stages": listed}, "stages": stages}
    (folder / "study.json").write_text(json.dumps(study))
    words = ["--events", "events.csv", "--study", "study.json", "--report", "zh_CN"]
    assert run("run", *words, "--out", "out").code == 0
    rows = (folder / "out" / "journey_stages.csv").read_text().splitlines()[1:]
    found = {row.split(",")[0].lstrip("'"): row.split(",")[1] for row in rows}
    assert found == {listed[0]: "13", "早": "0", listed[2]: "20", "unassigned": "6"}
    assert "<b>später" not in (folder / "out" / "report.html").read_text()
