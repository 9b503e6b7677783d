"""Pain points against the formula written out, and what is marked on a map."""

import numpy as np
import pandas as pd
import pytest
from journey.logs import events, random_log, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import experience, measures, pains, visitors

EFFECTS = pd.DataFrame(
    {
        "touchpoint": ["Hotline", "Website", "Manual"],
        "difference": [0.2, 0.1, -0.1],
        "low": [0.1, -0.1, -0.2],
        "high": [0.3, 0.3, 0.1],
        "significant": [True, False, False],
        "enough": [True, True, True],
    }
)


def visits(name: str, count: int, feeling: float | None, spread: float = 0.01) -> list[tuple]:
    """So many customers of their own, around a mean feeling."""
    signs = [spread if place % 2 else -spread for place in range(count)]
    return [
        (f"{name}{place}", "2024-03-01", name, None if feeling is None else feeling + sign)
        for place, sign in enumerate(signs)
    ]


def table_of(tmp_path, *groups: list[tuple]) -> pd.DataFrame:
    rows = [row for group in groups for row in group]
    asked = study()
    return measures.of_log(journey.read(open_literal(tmp_path, events=events(rows)), asked), asked)


@pytest.fixture
def table(tmp_path) -> pd.DataFrame:
    return table_of(
        tmp_path,
        visits("Hotline", 100, -0.5),
        visits("Website", 300, 0.0),
        visits("Checkout", 400, 0.6),
        visits("Manual", 40, -0.9),
        visits("Advert", 500, None),
    )


def test_the_formula(table):
    found = pains.of(table, EFFECTS, (-1.0, 1.0)).set_index("touchpoint")
    line = (100 * -0.5 + 300 * 0.0 + 400 * 0.6 + 40 * -0.9) / 840
    assert found.loc["Hotline", "line"] == pytest.approx(line)
    assert found.loc["Hotline", "below"] == pytest.approx((line + 0.5) / (line + 1), abs=1e-6)
    expected = 100 * (line + 0.5) / (line + 1) * 0.2
    assert found.loc["Hotline", "pain"] == pytest.approx(expected, abs=1e-5)
    # the difference of the Manual goes the other way: nothing is lost there
    assert found.loc["Manual", "pain"] == 0 and found.loc["Checkout", "pain"] == 0
    assert "Advert" not in found.index
    assert found.index[0] == "Hotline" and set(found["effect_of"]) == {"repurchase"}


def test_who_is_sure(table):
    found = pains.of(table, EFFECTS, (-1.0, 1.0)).set_index("touchpoint")
    assert found["sure"].to_dict() == {
        "Hotline": True,
        "Website": False,  # its effect may be chance
        "Manual": False,
        "Checkout": False,  # it does not feel low
    }
    assert found["low"].sum() == 3


def test_an_effect_nobody_measured_is_the_mean_of_the_sure_ones_and_uncertain(table):
    some = EFFECTS.assign(enough=[False, True, True], significant=[True, True, False])
    found = pains.of(table, some, (-1.0, 1.0)).set_index("touchpoint")
    assert found.loc["Hotline", "effect"] == 0.1  # the one that is sure, not the Manual's
    assert np.isnan(found.loc["Hotline", "effect_low"])
    assert not found.loc["Hotline", ["measured", "sure"]].any()
    assert found.loc["Website", "measured"] and found.loc["Manual", "effect"] == -0.1
    assert found["why"].to_dict() == {
        "Hotline": "few", "Website": "", "Manual": "chance", "Checkout": "few",
    }  # fmt: skip


def test_a_loss_that_may_be_chance_stands_in_for_nobody(table):
    some = EFFECTS.assign(enough=[False, True, True], difference=[0.2, -0.1, -0.1])
    found = pains.of(table, some, (-1.0, 1.0)).set_index("touchpoint")
    assert set(found["effect_of"]) == {"drop_off"} and not found["sure"].any()
    low = found[found["low"]]
    assert set(low.index) == {"Hotline", "Website", "Manual"} and (low["pain"] > 0).all()
    assert low["why"].to_dict() == {"Hotline": "few", "Website": "chance", "Manual": "chance"}


def test_nobody_has_to_come_to_service(tmp_path):
    table = table_of(tmp_path, visits("Manual", 50, -0.5), visits("Hotline", 50, 0.5))
    assert table.set_index("touchpoint")["drop_off"]["Manual"] == 1.0
    found = pains.of(table, None, (-1.0, 1.0)).set_index("touchpoint")
    assert set(found["effect_of"]) == {"nothing"} and found["effect"].isna().all()
    assert set(found["why"]) == {"unknown"} and not found["measured"].any()
    assert found.loc["Manual", "pain"] == 50 * found.loc["Manual", "below"] > 0
    assert not found["sure"].any()


def test_without_effects_those_who_do_not_go_on_stand_in(table):
    found = pains.of(table, None, (-1.0, 1.0)).set_index("touchpoint")
    drop = table.set_index("touchpoint")["drop_off"]
    assert set(found["effect_of"]) == {"drop_off"}
    assert found.loc["Website", "effect"] == drop["Website"] == 1.0
    none = pains.of(table, EFFECTS.assign(enough=False), (-1.0, 1.0))
    assert set(none["effect_of"]) == {"drop_off"}


def test_the_line_can_be_the_middle_of_the_scale(table):
    found = pains.of(table, EFFECTS, (-1.0, 1.0), usual=False).set_index("touchpoint")
    assert found.loc["Hotline", "below"] == 0.5 and found.loc["Hotline", "pain"] == 10.0
    assert found.loc["Website", "below"] == 0


def test_a_low_usual_feeling_hides_no_pain(tmp_path):
    table = table_of(tmp_path, visits("Hotline", 50, -0.4), visits("Website", 50, -0.6))
    found = pains.of(table, None, (-1.0, 1.0))
    assert (found["line"] == 0).all() and (found["below"] > 0).all()


def test_few_scores_and_wide_intervals_are_uncertain(tmp_path):
    table = table_of(
        tmp_path,
        visits("Hotline", 29, -0.5),
        visits("Website", 30, -0.05, spread=0.6),
        visits("Checkout", 60, 0.2),
    )
    assert not pains.of(table, None, (-1.0, 1.0), usual=False)["low"].any()


def test_other_scales_are_read_by_their_own_ends(tmp_path):
    table = table_of(tmp_path, visits("Hotline", 40, 2.0), visits("Website", 40, 4.9))
    found = pains.of(table, EFFECTS, usual=False).set_index("touchpoint")
    assert found.loc["Hotline", "line"] == 3.0
    assert found.loc["Hotline", "below"] == pytest.approx(0.5)


@pytest.mark.parametrize("feeling", [None, 0.3])
def test_nothing_felt_or_all_felt_alike(tmp_path, feeling):
    table = table_of(tmp_path, visits("Hotline", 40, feeling, spread=0.0))
    found = pains.of(table)
    assert list(found.columns) == pains.COLUMNS and len(found) == (feeling is not None)
    assert (found["pain"] == 0).all()
    assert not {"pain", "delight", "high", "low"} & set(pains.marks(table)["kind"])


def test_an_empty_log(tmp_path):
    table = table_of(tmp_path)
    assert pains.of(table).empty and pains.marks(table).empty


def test_orders_alone_feel_nothing(tmp_path):
    tables = open_literal(tmp_path, orders=orders([("a", "2024-01-01", 5)]))
    assert pains.of(journey.journey_map(tables, study())).empty


def test_marks(table):
    ends = pd.Series({"Checkout": 9, "Hotline": 3, "Advert": 99})
    found = pains.marks(table, pains.of(table, EFFECTS, (-1.0, 1.0)), ends)
    assert list(found.itertuples(index=False, name=None)) == [
        ("Hotline", "pain"),
        ("Website", "pain"),
        ("Checkout", "delight"),
        ("Checkout", "high"),
        ("Manual", "low"),
        ("Checkout", "end"),  # nobody scored the advert
    ]


def test_without_ends_the_last_stage_is_the_end(table):
    found = pains.marks(table)
    assert found.loc[found["kind"] == "end", "touchpoint"].tolist() == ["Hotline"]


def test_with_the_effects_of_a_log(tmp_path):
    log = random_log(5, 4000, 400)
    asked = study()
    read = journey.read(open_literal(tmp_path, events=log.to_dict("list")), asked)
    effects = experience.of_log(read, asked, experience.purchases(read, asked))
    effects["significant"] = effects["difference"] > 0  # random: hardly anything surely is
    table = measures.of_log(read, asked)
    found = pains.of(table, effects)
    known = effects[effects["enough"]].set_index("touchpoint")["difference"]
    rows = table[table["touchpoint"].notna()].set_index("touchpoint")
    line = max(0.0, (rows["feeling"] * rows["scored"]).sum() / rows["scored"].sum())
    for row in found[found["measured"]].itertuples():
        below = max(0.0, (line - rows.loc[row.touchpoint, "feeling"]) / (line + 1))
        expected = rows.loc[row.touchpoint, "customers"] * below * max(0, known[row.touchpoint])
        assert row.pain == pytest.approx(expected, abs=1e-3)
    assert found["pain"].is_monotonic_decreasing and found["measured"].any()
    assert set(pains.marks(table, found, visitors.ends(read))["kind"]) >= {"high", "low", "end"}
