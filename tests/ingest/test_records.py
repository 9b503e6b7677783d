import json

import pytest
from pydantic import ValidationError

from loyalty.ingest import Inspection, Reading


def test_an_inspection_survives_json(desk):
    seen = desk.look("customer,date,amount,City,city\n1,04/03/2024,1.5,a,b\n")
    assert seen.questions
    assert seen.problems
    assert Inspection.from_dict(json.loads(json.dumps(seen.as_dict()))) == seen


def test_a_reading_survives_json_and_refuses_what_it_does_not_know():
    reading = Reading(dates="dmy", mapping={"a": "customer_id"}, rates={"EUR": 1.0})
    assert Reading.model_validate_json(reading.model_dump_json()) == reading
    for wrong in ({"date": "dmy"}, {"dates": "xyz"}, {"rates": {"EUR": 0}}, {"delimiter": ",,"}):
        with pytest.raises(ValidationError):
            Reading(**wrong)


def test_the_preview_is_the_first_rows_as_text(desk):
    seen = desk.look("customer,date,amount\n" + "1,2024-01-01,1.5\n" * 30)
    assert len(seen.preview) == 20
    assert seen.preview[0] == ("1", "2024-01-01", "1.5")
    assert seen.rows == 30
