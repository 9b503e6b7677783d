"""The Data page: upload, questions, mapping, reading, findings."""

import io
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from loyalty.problems import Unavailable
from pages.parts.safe import JOINER

ORDERS = (
    "customer_id,order no,date,amount,status,note\n"
    "00123,A1,2024-03-04,1.25,paid,<b>x</b>\n"
    "00124,A2,2024-06-04,2.5,paid,$x$\n"
    "00123,A3,2024-06-14,99.9,cancelled,:red[x]\n"
    ",A4,2024-06-14,99.9,paid,\n"
)
NOTHING_ELSE = {"added_rows": [], "deleted_rows": []}


@pytest.fixture
def page(app):
    return app.run().switch_page("data.py").run()


def upload(at, *files: tuple[str, str | bytes]):
    contents = (content.encode() if isinstance(content, str) else content for _, content in files)
    names = (name for name, _ in files)
    at.file_uploader[0].set_value(
        [(name, content, "text/csv") for name, content in zip(names, contents, strict=True)]
    )
    return at.run()


def button(at, label):
    return next(one for one in at.button if one.label == label)


def group(at, label):
    return next(one for one in at.get("button_group") if one.label == label)


def texts(at):
    return " ".join(str(one.value) for one in (*at.markdown, *at.warning, *at.info, *at.caption))


def test_without_data_the_page_says_what_to_bring(page):
    assert page.title[0].value == "Bring your data: one row per order is enough"
    assert not page.exception


def test_a_file_is_read_into_a_new_workspace(page, store):
    upload(page, ("may.csv", ORDERS))
    assert "4 rows · 6 columns · looks like: Orders" in texts(page)
    button(page, "Read the file").click().run()
    assert not page.exception
    assert page.title[0].value == "2 orders of 2 customers, from Mar 4, 2024 to Jun 14, 2024"
    info = store.list("ann")[0]
    assert (info.name, info.source) == ("may", "may.csv")
    dataset = store.open(info.id).dataset()
    assert set(dataset.tables) == {"orders"}
    assert [one.count for one in dataset.problems if one.kind == "rejected"] == [1]
    assert "1 rows were left out" in texts(page)
    assert not page.file_uploader[0].value


def test_invented_rows_keep_their_label(page, store):
    sample = Path(__file__).parents[2] / "data" / "retailer" / "orders.parquet"
    upload(page, ("mine.parquet", sample.read_bytes()))
    button(page, "Read the file").click().run()
    assert not page.exception
    assert store.list("ann")[0].synthetic


def test_an_ambiguous_date_waits_for_an_answer(page):
    upload(page, ("may.csv", "customer,date,amount\n1,04/03/2024,1.5\n2,05/06/2024,2.5\n"))
    assert "Day first or month first?" in texts(page)
    assert button(page, "Read the file").disabled
    group(page, "Answer").set_value("mdy").run()
    assert "Day first or month first?" not in texts(page)
    button(page, "Read the file").click().run()
    assert page.title[0].value.endswith("from Apr 3, 2024 to May 6, 2024")


def test_a_missing_column_is_chosen_in_the_question(page):
    upload(page, ("may.csv", "who,date,amount\nann,2024-01-02,1.5\nbob,2024-01-03,2.5\n"))
    group(page, "What the file holds").set_value("orders").run()
    assert "Which column is Customer?" in texts(page)
    next(one for one in page.selectbox if one.label == "Customer").select("who").run()
    assert not button(page, "Read the file").disabled
    button(page, "Read the file").click().run()
    assert page.title[0].value.startswith("2 orders of 2 customers")


def test_a_mapping_is_remembered_for_the_next_file_with_the_header(page, store):
    content = "who,date,amount\nann,2024-01-02,1.5\nbob,2024-01-03,2.5\n"
    test_a_missing_column_is_chosen_in_the_question(page)
    upload(page, ("june.csv", content.replace("2024-01", "2024-06")))
    assert "Which column" not in texts(page)
    assert "looks like: Orders" in texts(page)


def test_a_column_can_be_taken_for_something_else(page, store):
    upload(page, ("may.csv", ORDERS))
    editor = page.data_editor[0]
    assert editor.value["field"].tolist()[-1] == "leave"
    state = page._tree.get_widget_states()
    edited = {"edited_rows": {4: {"field": "leave"}, 5: {"field": "channel"}}}
    state.widgets.add(id=editor.proto.id, string_value=json.dumps(edited | NOTHING_ELSE))
    page._run(state)
    table = page.data_editor[0].value.set_index("column")
    assert table.loc["note", ["field", "reason"]].tolist() == ["channel", "You chose it."]
    button(page, "Read the file").click().run()
    dataset = store.open(store.list("ann")[0].id).dataset()
    orders = pq.read_table(dataset.tables["orders"]).to_pydict()
    assert orders["channel"] == ["<b>x</b>", ":red[x]", "$x$"]
    assert orders["is_return"] == [False, False, False]


def test_a_refused_file_is_a_sentence_and_blocks_reading(page):
    upload(page, ("x.csv", "<!doctype html><html></html>"), ("may.csv", ORDERS))
    assert "x\\.csv is a web page" in texts(page)
    assert button(page, "Read the 2 files").disabled


def test_rates_of_several_currencies_are_asked(page):
    rows = "c1,2024-01-02,10,EUR\nc2,2024-01-03,10,USD\n"
    upload(page, ("may.csv", "customer,date,amount,currency\n" + rows))
    assert "several currencies" in texts(page)
    next(one for one in page.number_input if one.label == "USD (1 rows)").set_value(0.9)
    button(page, "Use these rates").click().run()
    button(page, "Read the file").click().run()
    assert "amounts in EUR" in texts(page)


def test_several_files_are_read_together(page, store):
    answers = "customer_id,date,item,score\n00123,2024-05-01,nps,9\n"
    upload(page, ("may.csv", ORDERS), ("nps.csv", answers))
    button(page, "Read the 2 files").click().run()
    assert set(store.open(store.list("ann")[0].id).dataset().tables) == {"orders", "answers"}


def test_names_and_values_are_shown_as_text(page):
    name = "<img src=x onerror=alert(1)> $x$ :red[a].csv"
    upload(page, (name, ORDERS))
    title = next(one.value for one in page.markdown if "onerror" in one.value)
    literal = r"**\<img src=x onerror=alert\(1\)\> \$x\$ \:" + JOINER + r"red\[a\]"
    assert title.startswith(literal)
    button(page, "Read the file").click().run()
    assert not page.exception
    assert all(
        "<img" not in one.value.replace(r"\<img", "") for one in (*page.caption, *page.title)
    )


def test_a_sheet_is_chosen(page):
    book = openpyxl.Workbook()
    book.active.title = "May"
    for sheet in (book.active, book.create_sheet("June")):
        sheet.append(["customer_id", "date", "amount"])
        sheet.append([sheet.title, "2024-05-01", 2.5])
    buffer = io.BytesIO()
    book.save(buffer)
    upload(page, ("book.xlsx", buffer.getvalue()))
    assert "Which sheet holds the table?" in texts(page)
    next(one for one in page.selectbox if one.label == "Sheet").select("June").run()
    button(page, "Read the file").click().run()
    assert page.title[0].value.startswith("1 orders of 1 customers")


def test_own_files_go_beside_own_files_and_replace_their_kind(opened, store, workspace):
    page = opened.switch_page("data.py").run()
    before = workspace.dataset()
    answers = "customer_id,date,item,score\nc01,2024-05-01,nps,9\n"
    upload(page, ("nps.csv", answers))
    assert group(page, "Where the tables go").value == "here"
    button(page, "Read the file").click().run()
    now = store.open(workspace.id).dataset()
    assert set(now.tables) == {"orders", "answers"}
    assert now.tables["orders"] == before.tables["orders"]


def test_a_new_workspace_leaves_the_open_one_alone(opened, store, workspace):
    page = opened.switch_page("data.py").run()
    before = workspace.dataset()
    upload(page, ("may.csv", ORDERS))
    group(page, "Where the tables go").set_value("new").run()
    button(page, "Read the file").click().run()
    assert page.title[0].value.startswith("2 orders of 2 customers")
    assert store.open(workspace.id).dataset() == before
    assert len(store.list("ann")) == 2


def test_a_refused_import_keeps_the_open_workspace(opened, store, workspace, monkeypatch):
    def full(*values, **more):
        raise Unavailable("There is no room on the disk.")

    monkeypatch.setattr("loyalty.store.Workspace.import_tables", full)
    page = opened.switch_page("data.py").run()
    upload(page, ("may.csv", ORDERS))
    button(page, "Read the file").click().run()
    assert "There is no room on the disk" in texts(page)
    assert page.query_params["w"] == workspace.id
    assert button(page, "Read the file")


def test_findings_can_be_filtered(page):
    upload(page, ("may.csv", ORDERS))
    button(page, "Read the file").click().run()
    kinds = lambda: set(page.dataframe[1].value["kind"])  # noqa: E731
    assert kinds() >= {"Left out", "Assumed"}
    group(page, "Show").set_value(["rejected"]).run()
    assert kinds() == {"Left out"}


def test_every_rule_is_on_the_page(page):
    rules = next(one.value for one in page.markdown if one.value.startswith("- An order is"))
    assert rules.count("\n- ") == 13
