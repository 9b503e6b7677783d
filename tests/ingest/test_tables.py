from datetime import datetime
from decimal import Decimal

EVENTS = (
    "customer,time,touchpoint,feeling,cost\n"
    "c2,2024-01-02 10:00,visit,4,0.5\n"
    "c1,2024-01-02 10:00,call ,,\n"
    "c1,2024-01-02 10:00,buy,x,1\n"
    "c1,2024-01-01,visit,2,\n"
    ",2024-01-01,visit,2,\n"
)


def test_events_keep_their_place_in_the_file(desk):
    done = desk.read(EVENTS)
    found = [(r["customer_id"], r["touchpoint"], r["position"]) for r in done.tables["events"]]
    assert found == [("c1", "visit", 3), ("c1", "call", 1), ("c1", "buy", 2), ("c2", "visit", 0)]
    assert done.column("events", "feeling") == [2.0, None, None, 4.0]
    assert done.column("events", "cost") == [None, None, Decimal(1), Decimal("0.5")]


def test_a_bad_optional_value_is_left_blank_with_notice(desk):
    problem = desk.read(EVENTS).found("Not a number")
    assert (problem.kind, problem.column, problem.rows) == ("coerced", "feeling", (4,))


def test_positions_go_on_over_files(desk):
    head = "customer,time,touchpoint\n"
    done = desk.read(head + "c1,2024-01-01,a\n", head + "c1,2024-01-01,b\n")
    assert done.column("events", "touchpoint") == ["a", "b"]


def test_repeated_rows_are_kept_and_reported(desk):
    row = "c1,2024-01-01,a\n"
    done = desk.read("customer,time,touchpoint\n" + row + row)
    assert len(done.tables["events"]) == 2
    assert done.found("Rows that repeat").rows == (3,)


def test_campaigns(desk):
    done = desk.read("campaign,start,end,budget\nspring,2024-03-01,2024-04-01,500\n")
    assert done.tables["campaigns"] == [
        {
            "campaign_id": "spring",
            "start": datetime(2024, 3, 1),
            "end": datetime(2024, 4, 1),
            "cost": Decimal(500),
        }
    ]


def test_several_tables_at_once(desk):
    orders = "customer,date,amount\nc1,2024-01-01,5\n"
    done = desk.read(orders, EVENTS, "customer,item,score\nc1,nps,9\n")
    assert sorted(done.tables) == ["answers", "events", "orders"]
    assert "time" not in done.tables["answers"][0]
