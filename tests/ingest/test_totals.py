"""An order's total on every line counts once: a public app was 2.54 times too high."""

from decimal import Decimal

D = Decimal


def rows(count: int, lines: int = 2):
    """Orders of several lines, each with its total on every line."""
    return "".join(
        f"c{n},o{n},2024-01-02,p{line},{n * 10}\n"
        for n in range(1, count + 1)
        for line in range(lines)
    )


def test_a_column_named_as_the_order_total_counts_once(desk):
    head = "customer,order,date,product,order total\n"
    done = desk.read(
        head + "c1,o1,2024-01-02,p1,10\nc1,o1,2024-01-02,p2,10\nc2,o2,2024-01-02,p1,7\n"
    )
    assert done.column("orders", "amount") == [D(10), D(7)]
    assert done.column("lines", "amount") == [D(5), D(5), D(7)]
    assert done.found("The amount is the order's total").kind == "assumed"


def test_a_total_that_quantity_and_price_add_up_to_counts_once(desk):
    done = desk.read(
        "customer,order,date,product,quantity,unit price,amount\n"
        "c1,o1,2024-01-02,p1,2,1.5,10\nc1,o1,2024-01-02,p2,1,7,10\nc2,o2,2024-01-02,p1,1,3,3\n"
    )
    assert done.column("orders", "amount") == [D(10), D(3)]
    assert done.column("lines", "amount") == [D(3), D(7), D(3)]


def test_many_orders_with_equal_lines_are_no_coincidence(desk):
    head = "customer,order,date,product,amount\n"
    few, many = desk.read(head + rows(9)), desk.read(head + rows(10))
    assert sum(few.column("orders", "amount")) == 2 * 450
    assert sum(many.column("orders", "amount")) == 550


def test_lines_of_their_own_amounts_stay(desk):
    head = "customer,order,date,product,order total\n"
    done = desk.read(head + rows(10) + "c1,o1,2024-01-02,p9,3\n")
    assert sum(done.column("orders", "amount")) == 2 * 550 + 3


def test_equal_lines_of_one_product_stay(desk):
    head = "customer,order,date,product,amount\n"
    text = rows(12).replace("p1", "p0")
    assert sum(desk.read(head + text).column("orders", "amount")) == 2 * 780


def test_what_does_not_divide_is_left_on_the_first_line(desk):
    head = "customer,order,date,product,order total\n"
    done = desk.read(head + "".join(f"c1,o1,2024-01-02,p{n},-1\n" for n in range(3)))
    assert done.column("orders", "amount") == [D(-1)]
    assert sorted(done.column("lines", "amount")) == [D("-0.3334"), D("-0.3333"), D("-0.3333")]
