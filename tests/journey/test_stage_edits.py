import pytest
from journey.logs import study

from loyalty.journey.stage_edits import add, back_to_default, move, remove, rename
from loyalty.journey.stage_map import STAGES, assign, stage_keys
from loyalty.problems import Refused

NAMES = ("Advert", "Checkout", "Riddle", "Till")


def german(text: str) -> str:
    return {"Purchase": "Kauf", "Use": "Nutzung"}.get(text, text)


def after(start, choices):
    """The study after an edit; its map must be one the study accepts."""
    changed = start.change(**choices)
    return changed, assign(NAMES, changed)


def test_a_renamed_stage_keeps_its_place_and_its_touchpoints():
    start = study(stages={"Till": "purchase", "Riddle": "use"})
    changed, assigned = after(
        start, rename(start, assign(NAMES, start), "purchase", " At  the till ")
    )
    assert stage_keys(changed)[2] == "At the till"
    assert assigned == {
        "Advert": "awareness", "Checkout": "At the till", "Riddle": "use", "Till": "At the till",
    }  # fmt: skip
    back, assigned = after(changed, rename(changed, assigned, "At the till", "Kauf", german))
    assert back.journey.stages == () and back.stages == {"Till": "purchase", "Riddle": "use"}


def test_the_touchpoints_of_a_removed_stage_fall_back():
    start = study(stages={"Riddle": "purchase", "Checkout": "use"})
    changed, assigned = after(start, remove(start, "use"))
    assert "use" not in stage_keys(changed) and assigned["Checkout"] == "purchase"
    changed, assigned = after(changed, remove(changed, "purchase"))
    assert assigned["Riddle"] == assigned["Checkout"] == "unassigned"
    assert changed.stages == {}


def test_a_new_stage_comes_last_and_moves_to_its_place():
    start = study()
    changed, _assigned = after(start, add(start, "Wait"))
    assert stage_keys(changed) == (*STAGES, "Wait")
    changed, _assigned = after(changed, move(changed, "Wait", -4))
    assert stage_keys(changed).index("Wait") == 3
    changed, _assigned = after(changed, move(changed, "Wait", 99))
    assert stage_keys(changed)[-1] == "Wait"


def test_moving_a_stage_back_and_forth_is_the_default_again():
    start = study()
    moved, _assigned = after(start, move(start, "use", 1))
    assert stage_keys(moved)[4] == "use"
    back, _assigned = after(moved, move(moved, "use", -1))
    assert back == start


def test_back_to_the_default_keeps_choices_for_default_stages():
    start = study(stages={"Riddle": "use"})
    changed, _assigned = after(start, add(start, "Wait"))
    changed = changed.change(stages={"Riddle": "use", "Till": "Wait"})
    back, assigned = after(changed, back_to_default(changed))
    assert back == start and assigned["Till"] == "unassigned"


@pytest.mark.parametrize("name", ["", "  ", "purchase", "kauf", "Unassigned"])
def test_names_that_are_empty_or_taken_are_refused(name):
    start = study()
    with pytest.raises(Refused):
        add(start, name, german)
    with pytest.raises(Refused):
        rename(start, {}, "use", name, german)


def test_the_name_a_stage_has_is_no_change():
    start = study()
    assert after(start, rename(start, assign(NAMES, start), "use", "Nutzung", german))[0] == start


def test_the_last_stage_stays_and_there_is_an_end_to_adding():
    one = study(journey={"stages": ("only",)})
    with pytest.raises(Refused):
        remove(one, "only")
    full = study(journey={"stages": [f"s{n}" for n in range(20)]})
    with pytest.raises(Refused):
        add(full, "more")
    assert after(full, rename(full, {}, "s3", "three"))[0].journey.stages[3] == "three"
