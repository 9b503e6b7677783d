import json
from pathlib import Path

import pandas as pd
import pytest

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


@pytest.mark.parametrize(
    "header",
    [
        "case,activity,timestamp",
        "user_id,event,time",
        "客户,触点,时间",
        "case:concept:name,concept:name,time:timestamp",
        "distinct_id,event_name,event_time",
        "visitorid,event,timestamp",
        "Case ID,Activity,Complete Timestamp",
        "anonymous_id,event,sent_at",
        "contact_id,step,started_at",
        "顾客ID,事件类型,事件时间",
        "会员编号,环节,发生时间",
    ],
)
def test_an_event_log_is_known_by_foreign_names(run, header):
    rows = "k1,Web,2024-01-01 10:00\nk1,Kasse,2024-01-02 11:30\nk2,Web,2024-01-03 09:00\n"
    Path("log.csv").write_text(f"{header}\n{rows}")
    told = json.loads(run("inspect", "log.csv").out)
    wanted = dict(zip(header.split(","), ("customer_id", "touchpoint", "time"), strict=True))
    assert (told["table"], told["mapping"], told["questions"]) == ("events", wanted, [])
    assert run("run", "--events", "log.csv", "--out", "out").code == 0
    moves = pd.read_csv("out/journey_transitions.csv").set_index(["source", "target"])
    assert moves.loc[("Web", "Kasse"), "median_hours"] == 25.5
    assert moves.loc[("(start)", "Web"), "moves"] == 2
