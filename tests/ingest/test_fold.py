"""Order lines -> orders: literal lines in, literal orders out."""

from datetime import datetime
from decimal import Decimal

import pytest

from loyalty.ingest.fold import RULES
from loyalty.problems import Refused

D = Decimal


def rows(done, table="orders"):
    return [tuple(row.values()) for row in done.tables[table]]


def test_lines_of_one_number_are_one_order(desk):
    done = desk.read(
        "customer,order,time,quantity,unit price\n"
        "c1,o1,2024-01-02 10:00,2,1.50\n"
        "c1,o1,2024-01-02 09:30,1,0.10\n"
        "c2,o2,2024-01-01,3,2\n"
    )
    assert rows(done) == [
        ("c1", "o1", datetime(2024, 1, 2, 9, 30), D("3.1"), False, 2),
        ("c2", "o2", datetime(2024, 1, 1), D(6), False, 1),
    ]


def test_without_a_number_one_customer_and_day_is_an_order(desk):
    done = desk.read(
        "customer,date,amount\nc1,2024-01-02,1.5\nc1,2024-01-02,2.5\nc1,2024-01-03,1\n"
    )
    assert done.column("orders", "order_id") == ["2024-01-02", "2024-01-03"]
    assert done.column("orders", "amount") == [D(4), D(1)]


def test_blank_numbers_among_others_fall_back_to_the_day(desk):
    done = desk.read(
        "customer,order,date,amount\nc1,,2024-01-02,1\nc1,,2024-01-02,2\nc1,o1,2024-01-02,4\n"
    )
    assert done.column("orders", "order_id") == ["2024-01-02", "o1"]
    assert done.column("orders", "amount") == [D(3), D(4)]
    assert done.found("Lines without an order number").rows == (2, 3)


def test_one_number_of_two_customers_is_two_orders(desk):
    done = desk.read(
        "customer,order,date,amount\nc1,o1,2024-01-02,1\nc2,o1,2024-01-02,2\nc2,o2,2024-01-02,2\n"
    )
    assert done.column("orders", "customer_id") == ["c1", "c2", "c2"]
    problem = done.found("An order number stands for several customers")
    assert (problem.rows, problem.examples) == ((2, 3), ("o1",))


@pytest.mark.parametrize("word", ["yes", "Cancelled", "refunded", "已取消", "退款", "退货"])
def test_marked_lines_subtract_their_amount(desk, word):
    text = (
        f"customer,order,date,amount,status\nc1,o1,2024-01-02,10,paid\nc1,o2,2024-01-03,4,{word}\n"
    )
    done = desk.read(text)
    assert done.column("orders", "amount") == [D(10), D(-4)]
    assert done.column("orders", "is_return") == [False, True]
    assert done.found("Lines marked as returned").rows == (3,)
    assert done.found("Returned lines with a positive amount").count == 1


def test_marked_lines_can_count_nothing(desk):
    text = "customer,order,date,amount,status\nc1,o1,2024-01-02,10,paid\nc1,o2,2024-01-03,4,void\n"
    done = desk.read(text, returned="void")
    assert done.column("orders", "amount") == [D(10), D(0)]
    assert done.column("orders", "is_return") == [False, True]


def test_negative_amounts_and_quantities_are_returns(desk):
    done = desk.read(
        "customer,order,date,quantity,amount\n"
        "c1,o1,2024-01-02,1,-5\nc1,o2,2024-01-03,-2,6\nc1,o3,2024-01-04,2,6\n"
    )
    assert done.column("orders", "amount") == [D(-5), D(-6), D(6)]
    assert done.column("orders", "is_return") == [True, True, False]


def test_an_order_of_sales_and_returns_is_the_sum_of_all(desk):
    done = desk.read("customer,order,date,amount\nc1,o1,2024-01-02,10\nc1,o1,2024-01-02,-4\n")
    assert rows(done) == [("c1", "o1", datetime(2024, 1, 2), D(6), False, 2)]


def test_numbers_of_c_and_digits_are_cancellations_when_none_is_positive(desk):
    head = "customer,order,date,amount\nc1,1,2024-01-02,10\nc1,C2,2024-01-03,0\n"
    assert desk.read(head).column("orders", "is_return") == [False, True]
    assert desk.read(head + "c1,C3,2024-01-04,5\n").column("orders", "is_return") == [False] * 3


def test_an_amount_is_filled_from_quantity_and_price_exactly(desk):
    done = desk.read(
        "customer,order,date,amount,quantity,unit price\n"
        "c1,o1,2024-01-02,,3,0.10005\n"
        "c1,o2,2024-01-03,7.5,1,1\n"
        "c1,o3,2024-01-04,,,2\n"
    )
    assert done.column("orders", "amount") == [D("0.3002"), D("7.5")]
    assert done.found("The amount was missing").rows == (2,)
    assert done.found("Lines with neither").rows == (4,)


@pytest.mark.parametrize(("exact", "kept"), [("0.00005", "0.0001"), ("-0.00005", "-0.0001")])
def test_money_is_rounded_half_away_from_zero(desk, exact, kept):
    done = desk.read(f"customer,date,amount\nc1,2024-01-02,{exact}\n")
    assert done.column("orders", "amount") == [D(kept)]


def test_margin_is_given_or_amount_less_cost(desk):
    given = desk.read(
        "customer,order,date,amount,margin\nc1,o1,2024-01-02,10,4\nc1,o2,2024-01-02,-10,-4\n"
    )
    assert given.column("orders", "margin") == [D(4), D(-4)]
    cost = desk.read(
        "customer,order,date,amount,quantity,unit cost\n"
        "c1,o1,2024-01-02,10,2,3\nc1,o2,2024-01-03,-5,-1,3\nc1,o3,2024-01-04,9,1,\n"
    )
    assert cost.column("orders", "margin") == [D(4), D(-2), None]


def test_margin_of_marked_returns_is_given_back(desk):
    done = desk.read(
        "customer,order,date,amount,unit cost,returned\n"
        "c1,o1,2024-01-02,10,6,no\nc1,o2,2024-01-03,10,6,yes\n"
    )
    assert done.column("orders", "margin") == [D(4), D(-4)]
    assert done.found("There is no quantity").count == 2


def test_discounts_add_up_and_channels_come_from_the_first_line(desk):
    done = desk.read(
        "customer,order,date,amount,discount,channel\n"
        "c1,o1,2024-01-02,10,1,\nc1,o1,2024-01-02,5,,web\nc1,o1,2024-01-02,5,0.5,shop\n"
        "c1,o2,2024-01-03,5,,\n"
    )
    assert done.column("orders", "discount") == [D("1.5"), None]
    assert done.column("orders", "channel") == ["web", None]
    assert done.found("Lines of one order have different channels").count == 3


def test_repeated_lines_are_kept_and_reported(desk):
    line = "c1,o1,2024-01-02,p1,10\n"
    done = desk.read("customer,order,date,product,amount\n" + line * 3 + "c1,o1,2024-01-02,p2,10\n")
    assert done.column("orders", "amount") == [D(40)]
    assert done.found("Lines that repeat").rows == (3, 4)


def test_lines_are_stored_where_products_are_known(desk):
    done = desk.read(
        "customer,order,date,product,category,quantity,amount\n"
        "c2,o2,2024-01-02,p2,x,1,10\nc1,o1,2024-01-02,p1,y,-2,-3\n"
    )
    assert rows(done, "lines") == [
        ("c1", "o1", datetime(2024, 1, 2), "p1", "y", -2.0, D(-3), True),
        ("c2", "o2", datetime(2024, 1, 2), "p2", "x", 1.0, D(10), False),
    ]
    assert "lines" not in desk.read("customer,date,amount\nc1,2024-01-02,1\n").tables


def test_several_files_are_folded_together(desk):
    first = "customer,order,date,amount,channel\nc1,o1,2024-01-02,10,web\nc2,o2,2024-01-02,1,web\n"
    second = "Kunde,order,date,amount\nc1,o1,2024-01-02,5\nc1,o3,2024-01-05,7\n"
    done = desk.read(first, second.replace("Kunde", "客户"))
    assert rows(done) == [
        ("c1", "o1", datetime(2024, 1, 2), D(15), False, "web", 2),
        ("c1", "o3", datetime(2024, 1, 5), D(7), False, None, 1),
        ("c2", "o2", datetime(2024, 1, 2), D(1), False, "web", 1),
    ]


def test_lines_that_two_exports_share_are_reported_in_the_second(desk):
    head = "customer,order,date,amount\n"
    done = desk.read(
        head + "c1,o1,2024-01-02,10\n", head + "c2,o9,2024-01-01,1\nc1,o1,2024-01-02,10\n"
    )
    problem = done.found("Lines that repeat")
    assert (problem.file, problem.rows) == ("file2.csv", (3,))


def test_the_same_file_twice_is_read_once(desk):
    text = "customer,order,date,amount\nc1,o1,2024-01-02,10\n"
    done = desk.read(text, text)
    assert done.column("orders", "amount") == [D(10)]
    assert done.found("The file is the same").file == "file2.csv"


def test_orders_are_sorted_by_customer_time_and_number(desk):
    done = desk.read(
        "customer,order,date,amount\n"
        "c2,b,2024-01-02,1\nc1,b,2024-01-03,2\nc1,a,2024-01-03,3\nc1,z,2024-01-01,4\n"
    )
    assert [row[:2] for row in rows(done)] == [("c1", "z"), ("c1", "a"), ("c1", "b"), ("c2", "b")]


def test_counts_of_the_rules_are_noted(desk):
    done = desk.read(
        "customer,order,date,amount\n"
        "c1,o1,2024-01-02,-5\nc2,o2,2024-01-02,0\nc3,o3,2024-01-02,9\nc3,o4,2024-01-03,-10\n"
    )
    assert done.found("Customers with returns only").count == 1
    assert done.found("Orders of zero").count == 1
    assert done.found("Customers whose returns exceed").count == 2


def test_several_currencies_are_refused_unless_rates_are_stated(desk):
    text = "customer,date,amount,currency\nc1,2024-01-02,10,EUR\nc2,2024-01-02,10,usd\n"
    assert [(q.option, q.choices) for q in desk.look(text).questions] == [
        ("rates", (("EUR", "1"), ("USD", "1")))
    ]
    with pytest.raises(Refused, match=r"EUR, USD.*--rates"):
        desk.read(text)
    done = desk.read(text, rates={"EUR": 1, "USD": 0.9})
    assert done.column("orders", "amount") == [D(10), D(9)]
    assert done.currency == "EUR"


def test_currency_signs_count_as_currencies(desk):
    head = "customer,date,amount\n"
    assert desk.read(head + "c1,2024-01-02,€10\n").currency == "EUR"
    with pytest.raises(Refused, match=r"\$, EUR"):
        desk.read(head + "c1,2024-01-02,€10\nc2,2024-01-02,$10\n")


def test_files_in_different_currencies_need_rates_too(desk):
    head = "customer,date,amount\n"
    files = (head + "c1,2024-01-02,€10\n", head + "c2,2024-01-02,£10\n")
    with pytest.raises(Refused, match="EUR, GBP"):
        desk.read(*files)
    done = desk.read(*files, rates={"EUR": 1, "GBP": 1.17})
    assert done.column("orders", "amount") == [D(10), D("11.7")]


def test_amounts_that_overflow_are_refused_or_flagged(desk):
    head = "customer,order,date,quantity,unit price\nc0,o0,2024-01-01,1,1\n"
    done = desk.read(head + "c1,o1,2024-01-02,999999999,999999999\n")
    assert done.found("Infinite or too large").rows == (3,)


def test_every_rule_is_a_sentence():
    assert len(RULES) == 14
    assert all(rule.endswith(".") or rule.endswith(".)") for rule in RULES)
