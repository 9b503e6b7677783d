"""Which table a file holds and which column is which field."""

import pytest

from loyalty.ingest.records import Inspection
from loyalty.problems import Refused


def mapped(seen):
    return {match.column: match.field for match in seen.proposal if match.field}


@pytest.mark.parametrize(
    ("header", "row", "table"),
    [
        ("customer_id,order_date,amount", "1,2024-01-01,3.5", "orders"),
        ("会员号,订单编号,下单时间,实付金额", "1,a,2024-01-01,3.5", "orders"),
        ("會員號,訂單編號,下單時間,實付金額", "1,a,2024-01-01,3.5", "orders"),
        ("household_id,basket_id,transaction_timestamp,sales_value",
         "1,2,2024-01-01,3.5", "orders"),
        ("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID",
         "1,a,2,2010-12-01 08:26,2.5,17850", "orders"),
        ("case,activity,timestamp", "1,visit,2024-01-01 10:00", "events"),
        ("客户,触点,时间", "张,门店,2024-01-01", "events"),
        ("case:concept:name,concept:name,time:timestamp", "1,visit,2024-01-01 10:00", "events"),
        ("user_id,event_name,event_timestamp", "1,visit,1709546700000000", "events"),
        ("Row ID,Order ID,Order Date,Customer ID,Customer Name,Sales",
         "1,a,2024-01-01,c,Ann,3.5", "orders"),
        ("买家会员名,订单编号,订单付款时间,买家实际支付金额,订单状态",
         "甲,a,2024-01-01,3.5,交易成功", "orders"),
        ("customer_id,date,item,rating", "1,2024-01-01,nps,9", "answers"),
        ("customer_id,joined,nps,csat,city", "1,2024-01-01,9,4,x", "wide"),
        ("客户编号,净推荐值,城市", "1,9,x", "wide"),
        ("customer_id,joined,city", "1,2024-01-01,x", "customers"),
        ("customer_id,last_order_date,total_spend,city", "1,2024-01-01,3.5,x", "customers"),
        ("campaign_id,start_date,end_date,budget", "1,2024-01-01,2024-02-01,500", "campaigns"),
    ],
)  # fmt: skip
def test_the_kind_of_table_is_told_by_the_header(desk, header, row, table):
    seen = desk.look(f"{header}\n{row}\n")
    assert (seen.table, seen.questions) == (table, ())


def test_online_retail_columns(desk):
    seen = desk.look(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
    )
    assert mapped(seen) == {
        "InvoiceNo": "order_id",
        "StockCode": "product",
        "Quantity": "quantity",
        "InvoiceDate": "time",
        "UnitPrice": "unit_price",
        "CustomerID": "customer_id",
    }


CDNOW = "".join(
    f" {n:05d} {n:04d} 199701{day:02d} {n % 3 + 1:2d} {n * 7 % 90 + 0.33:7.2f}\r\n"
    for n in range(4, 40, 5)
    for day in (1, 18)
)


def test_a_file_without_header_is_matched_by_content(desk):
    seen = desk.look(CDNOW)
    assert seen.delimiter == " "
    assert mapped(seen) == {
        "column 1": "customer_id",
        "column 3": "time",
        "column 4": "quantity",
        "column 5": "amount",
    }
    reasons = {match.column: match.reason for match in seen.proposal}
    assert reasons["column 1"].startswith("Looks like an identifier")
    done = desk.read(CDNOW)
    assert done.found("Taken as").kind == "assumed"
    assert len(done.tables["orders"]) == 16


def test_two_ids_that_differ_are_asked(desk):
    rows = "".join(f"A{n % 5};B{n % 7};2024-01-{n:02d};{n}.50\n" for n in range(10, 28))
    seen = desk.look(rows)
    question = next(question for question in seen.questions if question.option == "map")
    assert {choice for choice, _ in question.choices} >= {
        "column 1=customer_id",
        "column 2=customer_id",
    }
    with pytest.raises(Refused, match="--map"):
        desk.read(rows)
    done = desk.read(rows, mapping={"column 2": "customer_id"})
    assert len(set(done.column("orders", "customer_id"))) == 7


def test_events_without_a_time_or_touchpoint_say_what_to_do(desk):
    seen = desk.look("campaign_id,household_id\n1,105\n1,1238\n2,105\n", table="events")
    (question,) = seen.questions
    assert question.values["fields"] == "time, touchpoint" and question.choices == ()
    said = question.sentence()
    assert "add a column with the day on which that campaign starts" in said
    assert "such as “Coupon redeemed”" in said
    assert Inspection.from_dict(seen.as_dict()).questions == (question,)
    dated = desk.look("time,household_id\n2024-01-01,105\n2024-01-02,1238\n", table="events")
    assert len(dated.questions[0].hints) == 1


def test_a_missing_required_column_is_asked_with_its_candidates(desk):
    seen = desk.look(
        "customer,date,a,b\n1,2024-01-01,1.5,2.5\n2,2024-01-02,2.5,3.5\n", table="orders"
    )
    question = seen.questions[0]
    assert question.sentence().startswith("Which column is amount?")
    assert question.choices == (("a=amount", "1.5, 2.5"), ("b=amount", "2.5, 3.5"))


def test_a_column_named_like_a_field_must_look_like_it(desk):
    seen = desk.look("customer,date,amount,quantity\n1,2024-01-01,1.5,lots\n")
    assert mapped(seen) == {"customer": "customer_id", "date": "time", "amount": "amount"}


def test_of_two_names_the_better_known_wins_and_says_so(desk):
    seen = desk.look("会员号,下单时间,付款时间,实付金额\n1,2024-01-01,2024-01-02,3\n")
    assert mapped(seen)["下单时间"] == "time"
    assert "付款时间" not in mapped(seen)


def test_a_choice_of_the_user_overrides_the_proposal(desk):
    text = "customer,date,paid,total\n1,2024-01-01,1.5,2.5\n"
    assert mapped(desk.look(text))["total"] == "amount"
    seen = desk.look(text, mapping={"paid": "amount"})
    assert mapped(seen) == {"customer": "customer_id", "date": "time", "paid": "amount"}
    left = desk.look("customer,date,amount,channel\n1,2024-01-01,1,x\n", mapping={"channel": ""})
    assert "channel" not in mapped(left)


@pytest.mark.parametrize(
    ("mapping", "text"),
    [
        ({"nothing": "amount"}, "no column “nothing”"),
        ({"paid": "colour"}, "no field “colour”"),
        ({"paid": "amount", "date": "amount"}, "two columns"),
    ],
)
def test_impossible_choices_are_refused(desk, mapping, text):
    with pytest.raises(Refused, match=text):
        desk.look("customer,date,paid\n1,2024-01-01,1.5\n", mapping=mapping)


def test_our_own_export_is_a_customer_table(desk):
    seen = desk.look(
        "customer_id,recency_days,spend,satisfaction,nps_score,loyalty_index,level,segment\n"
        "1,3,5.5,4.5,9,50.2,good,champions\n"
    )
    assert (seen.table, mapped(seen)["satisfaction"]) == ("customers", "attribute")


def test_a_log_in_which_few_rows_are_purchases_is_events(desk):
    text = "customer,event,date,amount\n" + "1,visit,2024-01-01,\n" * 9 + "1,buy,2024-01-02,3.5\n"
    assert desk.look(text).table == "events"


def test_the_signature_is_that_of_the_header(desk):
    one = desk.look("customer,date,amount\n1,2024-01-01,1.5\n").header_signature
    assert one == desk.look("Customer;DATE;Amount\n2;2024-02-01;7\n").header_signature
    assert one != desk.look("customer,date,paid\n1,2024-01-01,1.5\n").header_signature
