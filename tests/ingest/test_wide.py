from datetime import datetime


def test_a_wide_table_is_split_into_customers_and_answers(desk):
    done = desk.read(
        "customer_id,joined,nps,csat,ces,city,points\n"
        "c2,2024-01-01,9,,3,X,00123\n"
        "c1,2024-01-02,3,4.5,,Y,7\n"
    )
    assert done.tables["customers"] == [
        {"customer_id": "c1", "joined": datetime(2024, 1, 2), "city": "Y", "points": "7"},
        {"customer_id": "c2", "joined": datetime(2024, 1, 1), "city": "X", "points": "00123"},
    ]
    assert [(r["customer_id"], r["question"], r["score"]) for r in done.tables["answers"]] == [
        ("c1", "csat", 4.5),
        ("c1", "nps", 3.0),
        ("c2", "ces", 3.0),
        ("c2", "nps", 9.0),
    ]


def test_survey_rows_of_one_customer_are_all_answers(desk):
    done = desk.read("customer,date,nps\nc1,2024-01-01,9\nc1,2024-02-01,3\n", table="answers")
    assert [(r["time"], r["score"]) for r in done.tables["answers"]] == [
        (datetime(2024, 1, 1), 9.0),
        (datetime(2024, 2, 1), 3.0),
    ]
    assert len(done.tables["customers"]) == 1


def test_attributes_are_numbers_when_all_values_are(desk):
    done = desk.read("customer_id,age,zip,code\n1,30,01234,1\n2,41.5,99999,x\n3,,,\n")
    assert done.tables["customers"] == [
        {"customer_id": "1", "age": 30.0, "zip": "01234", "code": "1"},
        {"customer_id": "2", "age": 41.5, "zip": "99999", "code": "x"},
        {"customer_id": "3", "age": None, "zip": None, "code": None},
    ]


def test_endless_attributes_stay_text(desk):
    done = desk.read("customer_id,size\n1,inf\n2,1e999\n3,2\n")
    assert done.column("customers", "size") == ["inf", "1e999", "2"]


def test_customers_of_several_files_are_joined(desk):
    done = desk.read("customer_id,city\nc1,X\nc2,\n", "customer_id,City,age\nc2,Y,30\nc3,Z,40\n")
    assert done.tables["customers"] == [
        {"customer_id": "c1", "city": "X", "age": None},
        {"customer_id": "c2", "city": "Y", "age": 30.0},
        {"customer_id": "c3", "city": "Z", "age": 40.0},
    ]


def test_left_out_columns_are_not_kept(desk):
    done = desk.read("customer_id,city,note\nc1,X,a\n", mapping={"note": ""})
    assert done.tables["customers"] == [{"customer_id": "c1", "city": "X"}]


def test_every_known_survey_item_is_an_answer(desk):
    done = desk.read(
        "customer_id,Brand identity,相对态度,cognitive,情感忠诚,conative_loyalty,action,city\n"
        "c1,6,3,7,5,4,2,X\n"
    )
    assert {r["question"]: r["score"] for r in done.tables["answers"]} == {
        "brand_identity": 6,
        "relative_attitude": 3,
        "cognitive": 7,
        "affective": 5,
        "conative": 4,
        "action": 2,
    }
    assert done.tables["customers"] == [{"customer_id": "c1", "city": "X"}]


def test_a_column_called_action_is_a_stage_only_beside_another_stage(desk):
    done = desk.read("customer_id,nps,action\nc1,9,call\n")
    assert [r["question"] for r in done.tables["answers"]] == ["nps"]
    assert done.column("customers", "action") == ["call"]
    seen = desk.look("customer_id,time,action,satisfaction\n1,2024-01-01 10:00,visit,3\n")
    assert seen.table == "events"


def test_a_chosen_item_is_read_whatever_its_column_is_called(desk):
    done = desk.read("customer_id,q7\nc1,6\n", mapping={"q7": "relative_attitude"})
    assert [(r["question"], r["score"]) for r in done.tables["answers"]] == [
        ("relative_attitude", 6.0)
    ]
