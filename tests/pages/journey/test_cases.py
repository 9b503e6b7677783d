"""Cases on the Journeys page: what is said, working on rows, closing events of a file."""

import io
import re

import pandas as pd
import pytest
from pages.conftest import fill, small_orders
from pages.test_journeys import go
from streamlit.testing.v1 import AppTest

from loyalty import engine
from loyalty.journey.cases import opening
from loyalty.store.cases import Entry
from pages import _session

EVENTS = [
    ("a", "2024-12-01 10:00", "Complaint", -0.9, "Nobody **answers** <img src=x>"),
    ("a", "2024-12-02 10:00", "Service recovery", 0.5, None),
    ("b", "2024-12-01 10:00", "Complaint", -0.8, None),
    ("c", "2024-12-30 10:00", "Hotline", -1.0, None),
    ("d", "2024-11-01 10:00", "Hotline", 1.0, None),
    ("e", "2024-12-31 10:00", "Complaint", -0.2, None),
]
ANSWERS = [
    ("d", "2024-11-02 10:00", "nps", 3.0, "=1+1"),
    ("d", "2024-12-02 10:00", "nps", 10.0, None),
]


def tables() -> dict[str, dict]:
    events = {
        name: [row[place] for row in EVENTS]
        for place, name in enumerate(("customer_id", "time", "touchpoint", "feeling", "text"))
    }
    answers = {
        name: [row[place] for row in ANSWERS]
        for place, name in enumerate(("customer_id", "time", "question", "score", "text"))
    }
    return {"events": events | {"position": list(range(len(EVENTS)))}, "answers": answers}


@pytest.fixture
def workspace(store, tmp_path):
    _session._cached.clear()  # entries about cases are numbered from 1 in each copy
    found = store.open(fill(store, tmp_path, tables()))
    merge(found, as_of="2024-12-31")
    return found


def merge(workspace, **choices) -> None:
    state = workspace.state()
    workspace.merge(state.draft, state.draft.change(**choices), state.version)


def opened(app: AppTest, workspace) -> AppTest:
    app.query_params["view"] = "journeys.cases"
    return go(app, workspace.id)


@pytest.fixture
def page(app, workspace) -> AppTest:
    return opened(app, workspace)


def listed(page: AppTest):
    """The list of cases, as shown."""
    return page.dataframe[0]


def choose(page: AppTest, *customers: str) -> AppTest:
    shown = list(listed(page).value["customer_id"])
    rows = [shown.index(customer) for customer in customers]
    page.session_state[listed(page).key] = {"selection": {"rows": rows, "columns": []}}
    page.run()
    assert not page.exception
    return page


def control(page: AppTest, kind: str, name: str):
    return next(one for one in page.get(kind) if (one.key or "").startswith(f"case_{name}_"))


def note(page: AppTest, **values: str) -> AppTest:
    for name, value in values.items():
        control(page, "button_group" if name == "status" else "text_input", name).set_value(value)
    control(page, "button", "apply").click().run()
    assert not page.exception
    return page


def ids(workspace) -> dict[str, str]:
    """customer -> id of the case."""
    found = opening.of(engine.open_tables(workspace.dataset().tables), workspace.state().draft)
    return dict(zip(found["customer_id"], found["case"], strict=True))


def told(workspace) -> list[tuple]:
    names = ["case", "status", "owner", "note"]
    found = workspace.cases.entries()[names].astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).to_numpy()]


def answer(page: AppTest) -> str:
    return page.subheader[0].value


def test_the_answer_says_what_is_overdue_and_solved_in_time(page):
    # a was solved in time, b and d were not, c and e are not yet due
    assert re.sub(r"\\", "", answer(page)) == (
        "2 of 5 cases are overdue; 33% of 3 were solved within 48 hours (6% to 79%)."
    )
    assert listed(page).value["customer_id"].tolist() == ["d", "b", "c", "e", "a"]
    assert listed(page).value["left"].tolist()[:4] == [
        "58 days overdue",
        "29 days overdue",
        "due in 10 hours",
        "due in 34 hours",
    ]
    assert len(page.get("vega_lite_chart")) == 2


def test_a_chosen_case_shows_its_comment_and_history_as_text(page):
    choose(page, "a")
    assert [one.value for one in page.text] == ["Nobody **answers** <img src=x>"]
    assert page.dataframe[1].value["by"].tolist() == ["a touchpoint of the data"]
    written = " ".join(one.value for one in [*page.markdown, *page.subheader, *page.caption])
    assert "<img" not in written


def test_noting_a_case_changes_the_counts_and_stays(page, workspace, app):
    note(choose(page, "b"), status="solved", owner="Ann <b>", note="called")
    assert told(workspace) == [(ids(workspace)["b"], "solved", "Ann <b>", "called")]
    assert answer(page).startswith("1 of 5 cases are overdue")
    again = opened(app, workspace)
    row = listed(again).value.set_index("customer_id").loc["b"]
    assert (row["status"], row["owner"], row["note"]) == ("Solved", "Ann <b>", "called")
    assert workspace.state().draft.to_json().count("Ann") == 0


def test_several_cases_get_an_owner_and_keep_the_rest(page, workspace):
    note(choose(page, "b", "d", "a"), owner="Bob")
    known = ids(workspace)
    assert sorted(told(workspace)) == sorted([
        (known["a"], "solved", "Bob", None),
        (known["b"], "open", "Bob", None),
        (known["d"], "open", "Bob", None),
    ])  # fmt: skip
    row = listed(page).value.set_index("customer_id").loc["a"]
    assert (row["status"], row["hours"]) == ("Solved", 24.0)


def test_nothing_is_noted_when_nothing_changes(page, workspace):
    note(choose(page, "b"))
    assert told(workspace) == []


def test_another_tab_is_not_overwritten_and_nothing_is_lost(page, workspace):
    key = ids(workspace)["b"]
    choose(page, "b")
    at = workspace.state().draft.as_of
    workspace.cases.write([Entry(key, pd.Timestamp(at).to_pydatetime(), "told", "Eve")], "other")
    note(page, status="in_work", owner="Ann")
    assert told(workspace) == [(key, "told", "Eve", None)]
    assert any("changed in another tab" in one.value for one in page.warning)
    assert any("Ann" in one.value for one in page.text)
    page.button(key="cases_insist").click().run()
    assert told(workspace)[1:] == [(key, "in_work", "Ann", None)]
    assert not any("another tab" in one.value for one in page.warning)


def test_filters_narrow_the_list_and_an_empty_one_says_so(page):
    page.toggle(key="case_overdue").set_value(True).run()
    assert listed(page).value["customer_id"].tolist() == ["d", "b"]
    page.text_input(key="case_customer").set_value("B").run()
    assert listed(page).value["customer_id"].tolist() == ["b"]
    page.text_input(key="case_customer").set_value("<x>").run()
    assert any("No case matches" in one.value for one in page.info)


def test_the_group_of_the_page_narrows_the_cases(page, workspace):
    slot = f"group_shown_{workspace.id}"
    page.session_state[slot] = "dates:2024-12-01:2024-12-01"
    page.run()
    assert sorted(listed(page).value["customer_id"]) == ["a", "b"]
    assert answer(page).startswith("1 of 2 cases are overdue")


def test_the_due_time_is_a_choice_of_the_study(page, workspace):
    page.number_input(key="case_hours").set_value(12).run()
    assert workspace.state().draft.journey.case_hours == 12
    # a took 24 hours; c and e have come due
    assert answer(page).startswith("4 of 5 cases are overdue; 0% of 5 were solved within 12 hours")
    workspace.undo(workspace.state().version)
    assert page.run().number_input(key="case_hours").value == 48


def test_the_export_holds_every_case_and_runs_no_formula(page):
    from loyalty import exports
    from pages.parts.journey.cases.worklist import TAKEN

    rows = pd.DataFrame({name: ["=1+1"] for name in TAKEN})
    assert b"'=1+1" in exports.spreadsheet(rows)
    assert len(page.get("download_button")) == 1


def upload(page: AppTest, text: str, name: str = "closings.csv") -> AppTest:
    page.session_state["case_import"] = True
    page.run()
    page.file_uploader[0].upload(name, text.encode())
    page.run()
    assert not page.exception
    return page


def test_closing_events_are_shown_then_noted_in_one_step(page, workspace):
    text = (
        "customer,time,status,owner\nb,2024-12-02 09:00,resolved,Ann\n"
        "nobody,2024-12-02 09:00,resolved,\nb,2024-11-02 09:00,resolved,\n"
        "d,2024-11-03 09:00,what,\n"
    )
    upload(page, text)
    assert any("1 of 4 rows" in one.value for one in page.markdown)
    said = " ".join(one.value for one in page.caption)
    assert "name no case or customer" in said and "before the case was opened" in said
    assert "unknown status" in said
    assert told(workspace) == []
    page.button(key="case_import_note").click().run()
    assert told(workspace) == [(ids(workspace)["b"], "solved", "Ann", None)]
    assert workspace.cases.entries()["source"].tolist() == ["closings.csv"]
    # solved after 23 hours: in time
    assert answer(page).startswith("1 of 5 cases are overdue; 67% of 3")


def test_a_workbook_and_chinese_names_are_read_too(page, workspace):
    book = io.BytesIO()
    frame = pd.DataFrame(
        {"客户": ["b"], "时间": ["2024-12-02 09:00"], "状态": ["已告知"], "负责人": ["李雷"]}
    )
    frame.to_excel(book, index=False)
    page.session_state["case_import"] = True
    page.run()
    page.file_uploader[0].upload("关闭.xlsx", book.getvalue())
    page.run().button(key="case_import_note").click().run()
    assert told(workspace) == [(ids(workspace)["b"], "told", "李雷", None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "closing events need a column"),
        ("<html><body>x</body></html>", "closings.csv"),
        ("customer,time\nb,not a date\n", "0 of 0 rows"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_keeps_nothing(page, workspace, text, said):
    upload(page, text)
    shown = " ".join(one.value for one in [*page.warning, *page.markdown])
    assert said in re.sub(r"\\", "", shown)
    assert told(workspace) == []


def test_an_ambiguous_date_is_asked_before_anything_is_noted(page, workspace):
    upload(page, "customer,time,status\nb,02/12/2024,solved\n")
    assert any("Day first or month first" in re.sub(r"\\", "", one.value) for one in page.markdown)
    assert not any(one.key == "case_import_note" for one in page.button)


def test_without_anything_that_could_be_a_case_the_section_says_what_is_missing(
    app, store, tmp_path
):
    workspace = store.open(fill(store, tmp_path, {"orders": small_orders()}))
    page = opened(app, workspace)
    assert any("Nothing in these data can become" in one.value for one in page.info)


def test_before_the_first_bad_word_there_is_no_case(app, workspace):
    merge(workspace, as_of="2024-11-01")
    page = opened(app, workspace)
    assert any("No case: up to this day" in one.value for one in page.info)


def test_before_anything_is_due_no_share_is_told(app, workspace):
    merge(workspace, as_of="2024-11-02")
    page = opened(app, workspace)
    assert answer(page) == r"0 of 1 cases are overdue; none has come due so far\."


def without_closings(store, tmp_path):
    kept = [row for row in EVENTS if row[2] != "Service recovery"]
    names = ("customer_id", "time", "touchpoint", "feeling", "text")
    events = {name: [row[place] for row in kept] for place, name in enumerate(names)}
    events |= {"position": list(range(len(kept)))}
    found = store.open(fill(store, tmp_path, {"events": events}))
    merge(found, as_of="2024-12-31")
    return found


def test_data_without_closings_are_not_judged(app, store, tmp_path):
    workspace = without_closings(store, tmp_path)
    page = opened(app, workspace)
    assert answer(page).startswith("4 cases; these data hold no closings of them")
    assert "%" not in answer(page)
    assert len(page.get("vega_lite_chart")) == 1
    assert any("Where closings come from" in one.value for one in page.info)
    table = page.dataframe[-1].value
    assert table[["share", "interval", "hours"]].isna().all().all()
    note(choose(page, "b"), status="solved")
    assert answer(page).startswith("1 of 4 cases are closed; too few closings")
    written = " ".join(one.value for one in page.markdown)
    assert "Half of" not in written and "how long they took: 1" in written.replace("\\", "")
    assert listed(page).value.set_index("customer_id")["hours"].isna().all()


def test_undo_says_what_it_takes_back_and_leaves_what_was_noted(page, workspace):
    note(choose(page, "b"), status="solved")
    page.number_input(key="case_hours").set_value(12).run()
    assert page.button(key="work_undo").help == "Undo: Journeys: reading, cards, targets"
    assert page.button(key="work_redo").help in (None, "")
    page.button(key="work_undo").click().run()
    assert [one.value for one in page.toast] == ["Undone: Journeys: reading, cards, targets"]
    assert page.button(key="work_redo").help == "Redo: Journeys: reading, cards, targets"
    assert [row[1] for row in told(workspace)] == ["solved"]
    assert any("Undo does not touch" in one.value for one in page.caption)


CLOSINGS = "Ticket,customer,time,status,owner,Secret\n,b,2024-12-02 09:00,resolved,<b>,x\n"


def test_an_import_shows_its_columns_and_entries_before_it_is_noted(page, workspace):
    upload(page, CLOSINGS)
    columns, entries = (one.value for one in page.dataframe[1:3])
    assert columns[["column", "field"]].to_numpy().tolist() == [
        ["Ticket", "Case"], ["customer", "Customer"], ["time", "Time"], ["status", "Status"],
        ["owner", "Owner"], ["Secret", "Leave out"],
    ]  # fmt: skip
    row = entries.iloc[0]
    assert (row["customer_id"], row["kind"]) == ("b", "Complaint")
    assert (row["now"], row["status"], row["owner"]) == ("Still open", "Solved", "<b>")
    assert told(workspace) == []


def test_a_whole_import_is_taken_back(page, workspace):
    upload(page, CLOSINGS).button(key="case_import_note").click().run()
    assert answer(page).startswith("1 of 5 cases are overdue")
    back = next(one for one in page.button if (one.key or "").startswith("case_import_back_"))
    assert any("1 entries about 1 cases" in one.value for one in page.markdown)
    back.click().run()
    assert not page.exception
    assert told(workspace) == []
    assert answer(page).startswith("2 of 5 cases are overdue")
    assert not any((one.key or "").startswith("case_import_back_") for one in page.button)


def noted(page: AppTest) -> dict:
    found = {name: page.query_params[name] for name in page.query_params if "case_" in name}
    return {name: one if isinstance(one, str) else one[0] for name, one in found.items()}


def test_the_filters_stand_in_the_link_and_the_customer_does_not(page):
    page.toggle(key="case_overdue").set_value(True).run()
    page.pills(key="case_kinds").set_value(["complaint", "detractor"]).run()
    page.text_input(key="case_customer").set_value("b").run()
    assert noted(page) == {"case_overdue": "on", "case_kinds": "complaint,detractor"}
    page.toggle(key="case_overdue").set_value(False).run()
    page.pills(key="case_kinds").set_value([]).run()
    assert noted(page) == {}


def test_a_link_opens_the_filtered_list(app, workspace):
    app.query_params["case_statuses"] = "open,nonsense"
    app.query_params["case_kinds"] = "complaint"
    app.query_params["case_overdue"] = "on"
    page = opened(app, workspace)
    assert listed(page).value["customer_id"].tolist() == ["b"]
    assert page.toggle(key="case_overdue").value is True


def test_the_table_of_what_followed_begins_with_all_cases_of_the_sentence(page):
    table = page.dataframe[-1].value
    assert table["group"].tolist()[0] == "All cases"
    rest = table.iloc[1:]
    for name in ("cases", "in_time_count", "late_count"):
        assert rest[name].fillna(0).sum() == table[name].fillna(0).iloc[0]
    assert table["cases"].iloc[0] == 5
