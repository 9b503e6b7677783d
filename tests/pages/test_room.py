"""In the room: judgements are stored at once, contradictions named and repaired, results used."""

import json
import math

import numpy as np
import pytest
from pages.conftest import fill
from tables import orders

from loyalty import weights
from loyalty.study import Participant
from pages.parts.safe import escape

THREE = ("purchase", "usage", "emotion")
PUBLISHED = {"purchase|usage": 1 / 3, "purchase|emotion": 1 / 5, "usage|emotion": 1 / 4}
CONTRADICTING = {"purchase|usage": 5, "usage|emotion": 3, "purchase|emotion": 1 / 2}
EVIL = "<b>Ann</b> **x** $y$"
PEOPLE = {
    EVIL: PUBLISHED,
    "Bob": {"purchase|usage": 3, "usage|emotion": 2, "purchase|emotion": 5},
    "Cem": {},
}


@pytest.fixture
def room(workspace, app):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "indicators.room"
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def put(workspace, app, people, items=THREE, **weighting):
    """Store what people judged, as they would, and show it."""
    state = workspace.state()
    chosen = [Participant(name=name, judgements=judged) for name, judged in people.items()]
    new = state.draft.change(weighting={"items": items, "participants": chosen, **weighting})
    workspace.change(new, state.version)
    app.run()
    assert not app.exception, app.exception[0].message


def draft(workspace):
    return workspace.state().draft


def judged(workspace):
    return {one.name: one.judgements for one in draft(workspace).weighting.participants}


def add(app, name):
    app.text_input(key="room_name").set_value(name)
    next(one for one in app.button if one.label == "Add").click().run()
    assert not app.exception, app.exception[0].message


def said(app):
    parts = (app.subheader, app.markdown, app.caption, app.info, app.warning, app.success)
    return " ".join(one.value for part in parts for one in part)


def full(judgements, items=THREE):
    """The full matrix by hand."""
    values = np.ones((len(items), len(items)))
    for pair, value in judgements.items():
        i, j = (items.index(one) for one in pair.split("|"))
        values[i, j], values[j, i] = value, 1 / value
    return values


def eigen(values):
    """Weights and consistency ratio of three items, by repeated multiplication."""
    vector = np.ones(len(values))
    for _step in range(200):
        vector = values @ vector
        vector /= vector.sum()
    root = float((values @ vector / vector).mean())
    return vector, (root - 3) / 2 / 0.58


def test_a_participant_is_stored_at_once_and_shown_as_text(room, workspace):
    assert "Add the people in the room" in said(room)
    add(room, f"  {EVIL}  ")
    assert judged(workspace) == {EVIL: {}}
    assert room.subheader[0].value == f"Judgements of {escape(EVIL)}"
    assert room.pills(key="room_person_pills").options == [escape(EVIL)]
    assert EVIL not in said(room)


@pytest.mark.parametrize(("name", "sentence"), [("  ", "Type the name"), ("Ann", "already")])
def test_a_nameless_or_second_participant_is_refused(room, workspace, name, sentence):
    add(room, "Ann")
    add(room, name)
    assert any(sentence in one.value for one in room.warning)
    assert list(judged(workspace)) == ["Ann"]
    assert not any(sentence in one.value for one in room.run().warning)


def test_a_judgement_changes_neither_weights_nor_method(room, workspace):
    add(room, "Ann")
    before = draft(workspace)
    room.segmented_control(key="pair_purchase_usage").set_value(1 / 5).run()
    after = draft(workspace)
    assert judged(workspace) == {"Ann": {"purchase|usage": 1 / 5}}
    assert after.weighting.method == "direct"
    assert after.change(weighting=before.weighting) == before
    assert "Purchase : Usage – Usage matters strongly more" in [
        one.label for one in room.segmented_control
    ]
    room.segmented_control(key="pair_purchase_usage").set_value(None).run()
    assert judged(workspace) == {"Ann": {}}


def test_a_judgement_stored_the_other_way_round_is_replaced(room, workspace):
    put(workspace, room, {"Ann": {"usage|purchase": 4}})
    assert room.segmented_control(key="pair_purchase_usage").value == pytest.approx(1 / 4)
    room.segmented_control(key="pair_purchase_usage").set_value(3.0).run()
    assert judged(workspace) == {"Ann": {"purchase|usage": 3}}


def type_into(app, row, **cells):
    """Send what the browser sends when somebody types into the matrix."""
    editor, states = app.data_editor[0], app._tree.get_widget_states()
    typed = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=editor.proto.id, string_value=json.dumps(typed))
    app._run(states)
    assert not app.exception, app.exception[0].message


def test_either_side_of_the_matrix_fills_its_mirror(room, workspace):
    put(workspace, room, {"Ann": {}})
    type_into(room, 0, usage="3")
    type_into(room, 2, purchase="1/4")
    table = room.data_editor[0].value.set_index("item")
    assert table.to_numpy().tolist() == [["1", "3", "4"], ["1/3", "1", ""], ["1/4", "", "1"]]
    values = weights.matrix(THREE, judged(workspace)["Ann"])
    assert values[0].tolist() == pytest.approx([1, 3, 4])
    type_into(room, 1, purchase="2")
    assert weights.matrix(THREE, judged(workspace)["Ann"])[0, 1] == pytest.approx(0.5)
    type_into(room, 0, usage="", emotion="1/9")
    assert judged(workspace)["Ann"] == {"purchase|emotion": 1 / 9}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [({"usage": "10"}, "is no judgement"), ({"usage": "<b>"}, "is no judgement"),
     ({"purchase": "3"}, "always 1")],
)  # fmt: skip
def test_what_is_no_judgement_is_said_and_taken_back(room, workspace, cells, sentence):
    put(workspace, room, {"Ann": {}})
    type_into(room, 0, **cells)
    assert any(sentence in one.value for one in room.warning)
    assert judged(workspace) == {"Ann": {}}
    assert room.data_editor[0].value["purchase"].tolist() == ["1", "", ""]


def test_the_published_case_gives_its_ratio_and_its_weights(room, workspace):
    """Priorities .1007 .2255 .6738, consistency ratio .0739 with the random index 0.58."""
    put(workspace, room, {"Ann": PUBLISHED})
    assert room.metric[0].value == "0.074"
    assert "0.043 divided by the random index 0.58, Saaty (1980)" in said(room)
    assert "Emotion weighs most with 67%, then Usage with 23%." in said(room)
    before = draft(workspace)
    room.button(key="use_ahp").click().run()
    after = draft(workspace)
    assert [after.family_weights[key] for key in THREE] == pytest.approx(
        [0.1007, 0.2255, 0.6738], abs=5e-5
    )
    assert (after.weighting.method, after.preset) == ("ahp", "own")
    assert "are in use" in said(room)
    workspace.undo(workspace.state().version)
    assert draft(workspace) == before
    assert room.run().button(key="use_ahp").label == "Use these weights"


def test_the_contradiction_is_named_and_repaired(room, workspace):
    put(workspace, room, {"Ann": CONTRADICTING})
    _vector, ratio = eigen(full(CONTRADICTING))
    assert ratio > 1 and room.metric[0].value == "> 1"
    assert (
        "Purchase over Usage 5, Usage over Emotion 3: together Purchase over Emotion 15."
        " But the judgement is: Emotion over Purchase 2."
    ) in said(room)
    assert room.button(key="use_ahp").proto.type == "secondary"
    label = room.button(key="room_repair").label
    room.button(key="room_repair").click().run()
    repaired = judged(workspace)["Ann"]
    (pair,) = (key for key in repaired if repaired[key] != CONTRADICTING[key])
    first, second = (one.title() for one in pair.split("|"))
    assert label.startswith(f"Set {first} : {second} from ")
    _vector, after = eigen(full(repaired))
    assert after <= 0.10 < ratio
    assert float(room.metric[0].value) == pytest.approx(after, abs=5e-4)
    assert not any(one.key == "room_repair" for one in room.button)
    step = abs(math.log(repaired[pair] / CONTRADICTING[pair]))
    assert step == pytest.approx(min(enough(CONTRADICTING)))


def enough(judgements):
    """How far each change of one judgement moves it that makes the matrix consistent."""
    scale = [*range(1, 10), *(1 / value for value in range(2, 10))]
    return [
        abs(math.log(new / old))
        for pair, old in judgements.items()
        for new in scale
        if eigen(full(judgements | {pair: new}))[1] <= 0.10
    ]


def test_what_is_missing_and_not_connected_is_named(room, workspace):
    put(workspace, room, {"Ann": {"purchase|usage": 3}})
    assert "Not connected yet: (Purchase, Usage) · (Emotion)." in said(room)
    assert not room.metric
    room.segmented_control(key="pair_usage_emotion").set_value(1.0).run()
    assert "1 of 3 pairs are not judged: Purchase : Emotion." in said(room)
    assert "nothing can contradict yet" in said(room)
    assert "Purchase weighs most with 60%" in said(room)


class TestGroup:
    def test_the_group_is_the_geometric_mean(self, room, workspace):
        put(workspace, room, PEOPLE)
        both = [full(judgements) for judgements in list(PEOPLE.values())[:2]]
        vector, ratio = eigen(np.sqrt(both[0] * both[1]))
        assert float(room.metric[-1].value) == pytest.approx(ratio, abs=5e-4)
        room.button(key="use_ahp").click().run()
        found = [draft(workspace).family_weights[key] for key in THREE]
        assert found == pytest.approx(vector.tolist())

    def test_the_spread_shows_each_participant(self, room, workspace):
        put(workspace, room, PEOPLE)
        table = room.dataframe[-1].value.set_index("name")
        for name in (EVIL, "Bob"):
            vector, ratio = eigen(full(PEOPLE[name]))
            assert table.loc[name, list(THREE)].tolist() == pytest.approx((100 * vector).tolist())
            assert table.loc[name, "ratio"] == pytest.approx(ratio, abs=1e-9)
        assert table["judged"].tolist() == [3, 3, 0]
        assert math.isnan(table.loc["Cem", "ratio"])
        assert "furthest apart about Purchase: from 10.1% to 64.8%" in said(room)
        assert EVIL not in said(room)

    def test_one_leaves_and_undo_brings_the_judgements_back(self, room, workspace):
        put(workspace, room, PEOPLE)
        room.pills(key="room_person_pills").set_value("Bob").run()
        assert room.subheader[0].value == "Judgements of Bob"
        room.button(key="room_remove").click().run()
        assert list(judged(workspace)) == [EVIL, "Cem"]
        workspace.undo(workspace.state().version)
        assert judged(workspace)["Bob"] == PEOPLE["Bob"]
        assert not room.run().exception

    def test_later_judgements_leave_the_weights_in_use(self, room, workspace):
        put(workspace, room, {"Ann": PUBLISHED})
        room.button(key="use_ahp").click().run()
        used = draft(workspace).family_weights
        room.segmented_control(key="pair_purchase_usage").set_value(9.0).run()
        assert draft(workspace).family_weights == used
        assert "come from earlier judgements" in said(room)


class TestItems:
    def test_indicators_can_be_compared_and_families_again(self, room, workspace):
        put(workspace, room, {"Ann": PUBLISHED})
        room.segmented_control(key="room_kind").set_value("indicators").run()
        chosen = draft(workspace).weighting.items
        assert len(chosen) == 5
        room.pills(key="room_items").set_value(["spend", "order_count"]).run()
        assert draft(workspace).weighting.items == ("order_count", "spend")
        room.segmented_control(key="pair_order_count_spend").set_value(3.0).run()
        room.button(key="use_ahp").click().run()
        assert weights.base(draft(workspace)) == pytest.approx({"order_count": 0.75, "spend": 0.25})
        room.segmented_control(key="room_kind").set_value("families").run()
        assert judged(workspace)["Ann"] == PUBLISHED | {"order_count|spend": 3}
        room.segmented_control(key="room_kind").set_value("indicators").run()
        assert draft(workspace).weighting.items == ("order_count", "spend")
        assert not room.exception

    @pytest.mark.parametrize("chosen", [["purchase"], []])
    def test_fewer_than_two_are_refused(self, room, workspace, chosen):
        put(workspace, room, {"Ann": {}})
        room.pills(key="room_items").set_value(chosen).run()
        assert any("at least two" in one.value for one in room.warning)
        assert draft(workspace).weighting.items == THREE
        assert room.pills(key="room_items").value == list(THREE)

    def test_more_than_nine_are_refused(self, app, store, tmp_path):
        rows = [(f"c{n}", f"2024-0{month}-01", n) for n in range(1, 9) for month in (1, 2, 3)]
        events = {
            "customer_id": [f"c{n}" for n in range(1, 9)],
            "time": ["2024-01-01"] * 8,
            "touchpoint": ["web"] * 8,
            "channel": ["web", "shop"] * 4,
            "position": list(range(8)),
        }
        answers = {
            "customer_id": ["c1", "c2"],
            "question": ["csat", "csat"],
            "score": [3.0, 4],
            "position": [0, 1],
        }
        tables = {"orders": orders(rows), "events": events, "answers": answers}
        workspace = store.open(fill(store, tmp_path, tables))
        app.query_params["w"] = workspace.id
        app.query_params["view"] = "indicators.room"
        app.run().switch_page("indicators.py").run()
        add(app, "Ann")
        app.segmented_control(key="room_kind").set_value("indicators").run()
        before, every = draft(workspace).weighting.items, list(draft(workspace).scale)
        assert len(every) >= 10
        app.pills(key="room_items").set_value(every[:10]).run()
        assert any("at most 9" in one.value for one in app.warning)
        assert draft(workspace).weighting.items == before

    def test_what_the_data_lack_is_said(self, room, workspace):
        put(workspace, room, {"Ann": PUBLISHED})
        assert "carry nothing for: Usage, Emotion." in said(room)

    def test_a_study_from_elsewhere_cannot_break_the_page(self, room, workspace):
        people = {"Ann": {"purchase|usage": 3, "usage|purchase": 3}}
        put(workspace, room, people, items=("purchase", "<b>", "usage"))
        assert "judged twice" in said(room)
        put(workspace, room, {"Ann": {}}, items=("<img>",))
        assert room.pills(key="room_items").value[0] == "purchase"
        assert "<img>" not in said(room)


def test_a_second_tab_keeps_what_the_first_judged(room, workspace):
    put(workspace, room, {"Ann": {}, "Bob": {}})
    seen = workspace.state()
    other = [
        Participant(name="Ann"),
        Participant(name="Bob", judgements={"purchase|usage": 7}),
    ]
    weighting = seen.draft.weighting.model_copy(update={"participants": tuple(other)})
    workspace.change(seen.draft.change(weighting=weighting), seen.version)
    room.segmented_control(key="pair_usage_emotion").set_value(5.0).run()
    assert judged(workspace) == {"Ann": {"usage|emotion": 5}, "Bob": {"purchase|usage": 7}}


def test_the_room_speaks_chinese(room, workspace):
    put(workspace, room, PEOPLE | {"Ann": CONTRADICTING})
    room.segmented_control(key="language_choice").set_value("zh_CN").run()
    assert not room.exception
    assert judged(workspace)["Ann"] == CONTRADICTING


def test_too_long_a_name_says_how_long_it_may_be(room, workspace):
    add(room, "x" * 200)
    assert any("at most 60 characters" in one.value for one in room.warning)
    assert judged(workspace) == {}


def test_the_random_index_is_said_to_be_reduced_for_gaps(room, workspace):
    items = ("purchase", "usage", "emotion", "recommendation")
    people = {
        "Ann": {
            "purchase|usage": 3, "usage|emotion": 2, "purchase|emotion": 5,
            "emotion|recommendation": 2, "purchase|recommendation": 9,
        }
    }  # fmt: skip
    put(workspace, room, people, items=items)
    random = round(0.90 * (1 - 2 / 6), 3)
    text = f"the random index {random:g}: that of Saaty (1980), reduced for 1 unjudged pairs"
    assert text in said(room)


def test_a_ratio_nobody_can_compute_is_no_zero(room, workspace):
    put(workspace, room, {"Ann": {"purchase|usage": 3, "usage|emotion": 3}})
    assert room.metric[0].value == "–"


def test_absurd_contradictions_have_no_exact_ratio(room, workspace):
    wild = {"purchase|usage": 9, "usage|emotion": 9, "purchase|emotion": 1 / 9}
    put(workspace, room, {"Ann": wild})
    assert eigen(full(wild))[1] > 1
    assert room.metric[0].value == "> 1"


def test_a_consistent_mean_does_not_hide_who_contradicts(room, workspace):
    turned = {pair: 1 / value for pair, value in CONTRADICTING.items()}
    put(workspace, room, {EVIL: CONTRADICTING, "Bob": turned, "Cem": {}})
    assert any("fit together" in one.value for one in room.success)
    (warned,) = (one.value for one in room.warning if "participants judged" in one.value)
    assert warned == f"2 of 3 participants judged. Above 0.10 by themselves: {escape(EVIL)}, Bob."


def test_one_who_judged_alone_is_no_group(room, workspace):
    put(workspace, room, {"Ann": PUBLISHED, "Bob": {}})
    assert "1 of 2 participants judged." in said(room)
    assert "Together" not in said(room) and "geometric mean" not in said(room)
    assert room.button(key="use_ahp").label == "Use these weights"
