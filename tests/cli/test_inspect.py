import json
from pathlib import Path

from loyalty.study import Study

CHINESE = "客户编号;下单时间;实付金额;城市\n" + "".join(
    f"客{n % 4};2024-01-0{n + 1};{n},50;北京\n" for n in range(9)
)


def test_a_file_is_told_by_table_encoding_delimiter_and_mapping(run):
    Path("订单.csv").write_bytes(CHINESE.encode("gb18030"))
    found = run("inspect", "订单.csv")
    assert (found.code, found.err) == (0, "")
    told = json.loads(found.out)
    assert (told["table"], told["kind"], told["delimiter"]) == ("orders", "text", ";")
    assert told["encoding"] == "gb18030"
    assert told["mapping"] == {
        "客户编号": "customer_id", "下单时间": "time", "实付金额": "amount", "城市": "",
    }  # fmt: skip
    assert set(told["reasons"]) == set(told["columns"])
    assert told["rows"] == 9


def test_a_question_names_the_option_that_answers_it(run):
    rows = "".join(f"c{n},0{n + 1}/0{n + 2}/2024,{n}.5\n" for n in range(7))
    Path("days.csv").write_text("customer_id,date,amount\n" + rows)
    [question] = json.loads(run("inspect", "days.csv").out)["questions"]
    assert question["option"] == "--dates"
    assert [value for value, _preview in question["choices"]] == ["dmy", "mdy"]
    assert json.loads(run("inspect", "days.csv", "--dates", "dmy").out)["questions"] == []


def test_a_mapping_can_be_tried(run):
    found = run("inspect", "orders.csv", "--map", "amount=discount,order_id=", "--table", "orders")
    assert json.loads(found.out)["mapping"]["amount"] == "discount"
    assert json.loads(found.out)["mapping"]["order_id"] == ""


def test_a_file_that_is_no_table_is_refused(run):
    Path("page.csv").write_text("<html></html>")
    found = run("inspect", "page.csv")
    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1


def test_the_schema_describes_a_study(run):
    assert json.loads(run("schema").out) == Study.model_json_schema()
