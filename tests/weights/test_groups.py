from datetime import date

import numpy as np
import pandas as pd
import pytest

from loyalty import weights
from loyalty.problems import Refused
from loyalty.study import Study
from loyalty.weights import groups

KEYS = ("order_count", "nps_score", "tenure_days")
STUDY = Study(
    as_of=date(2024, 1, 1),
    indicators=KEYS,
    family_weights={"purchase": 0.5, "recommendation": 0.3, "relationship": 0.2},
    indicator_weights=dict.fromkeys(KEYS, 1.0),
    group_by="life_cycle",
    group_weights={
        "new": {
            "family_weights": {"recommendation": 3, "purchase": 1},
            "indicator_weights": {"nps_score": 1, "order_count": 1},
        },
        "loyal": {
            "family_weights": {"relationship": 1},
            "indicator_weights": {"tenure_days": 1},
        },
        "3": {},
    },
)


def test_sets_are_the_own_weights_and_one_for_each_value():
    found = groups.sets(STUDY, KEYS)
    assert list(found) == [None, "new", "loyal", "3"]
    assert found[None] == pytest.approx(weights.effective(STUDY, KEYS))
    assert found["new"] == pytest.approx({"order_count": 0.25, "nps_score": 0.75})
    assert found["loyal"] == {"tenure_days": 1}
    assert found["3"] == {}


def test_each_set_sums_to_one_over_what_the_data_can_give():
    found = groups.sets(STUDY, ("order_count", "tenure_days"))
    assert found["new"] == {"order_count": 1}
    assert found[None] == pytest.approx({"order_count": 5 / 7, "tenure_days": 2 / 7})


def test_without_a_group_column_there_is_one_set():
    assert list(groups.sets(STUDY.change(group_by=None), KEYS)) == [None]


@pytest.mark.parametrize(
    "column",
    [
        pd.Categorical(["loyal", "new", None, "lost", "new"]),
        pd.Series(["loyal", "new", None, "lost", "new"]),
        pd.Series(["loyal", "new", None, "lost", "new"], dtype=object),
    ],
)
def test_codes_send_unknown_and_missing_values_to_the_own_set(column):
    customers = pd.DataFrame({"life_cycle": column})
    assert groups.codes(customers, STUDY).tolist() == [2, 1, 0, 0, 1]


def test_numbers_are_named_as_people_write_them():
    customers = pd.DataFrame({"life_cycle": [3.0, 3.5, np.nan, np.inf]})
    assert groups.codes(customers, STUDY).tolist() == [3, 0, 0, 0]
    assert [groups.text(value) for value in (3.0, 3.5, 1e6, -2.0, "a", 7)] == [
        "3", "3.5", "1000000", "-2", "a", "7",
    ]  # fmt: skip


def test_a_missing_value_is_not_the_group_called_nan():
    chosen = STUDY.change(group_weights={"nan": STUDY.group_weights["new"].model_dump()})
    customers = pd.DataFrame({"life_cycle": [np.nan, "nan"]})
    assert groups.codes(customers, chosen).tolist() == [0, 1]
    own = groups.set_of(customers.iloc[0], chosen, KEYS)
    assert own == groups.sets(chosen, KEYS)[None]


def test_one_customer_has_the_set_that_the_table_of_customers_gives():
    customers = pd.DataFrame({"life_cycle": pd.Categorical(["loyal", "new", None, "lost"])})
    found = groups.grouped(customers, STUDY, KEYS)
    for row in range(4):
        one = groups.set_of(customers.iloc[row], STUDY, KEYS)
        assert found.weights[found.codes[row]].tolist() == [one.get(key, 0.0) for key in KEYS]


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="chooses weights by “life_cycle”"):
        groups.codes(pd.DataFrame({"spend": [1.0]}), STUDY)


def test_nobody_and_no_indicator_keep_their_shape():
    found = groups.grouped(pd.DataFrame({"life_cycle": []}), STUDY, ())
    assert found.weights.shape == (4, 0)
    assert found.codes.shape == (0,)
