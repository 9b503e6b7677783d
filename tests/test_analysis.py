from datetime import date

import pytest
from tables import open_literal, orders

from loyalty import analysis
from loyalty.problems import Refused

DAY = date(2024, 7, 1)
ORDERS = orders([("ann", "2024-05-01", 1), ("ann", "2024-06-01", 2), ("bob", "2024-06-30", 5)])
ANSWERS = {
    "customer_id": ["ann"], "question": ["csat"], "score": [4.0], "position": [0],
}  # fmt: skip


def test_the_default_day_follows_the_last_record(tmp_path):
    assert analysis.default_day(open_literal(tmp_path, orders=ORDERS)) == DAY


def test_without_any_time_there_is_no_day(tmp_path):
    with pytest.raises(Refused, match="nothing to date"):
        analysis.default_day(open_literal(tmp_path, answers=ANSWERS))


def test_what_no_customer_has_is_unavailable(tmp_path):
    one_each = orders([("ann", "2024-05-01", 1), ("bob", "2024-06-30", 5)])
    found = analysis.base(open_literal(tmp_path, orders=one_each), DAY)
    assert found.unavailable["repeat_interval_days"] == "no customer has a value"
    assert found.unavailable["interaction_count"] == "needs touchpoint events"
    assert "spend" not in found.unavailable


def test_results_have_an_index_a_level_and_a_segment(tmp_path):
    found = analysis.base(open_literal(tmp_path, orders=ORDERS), DAY)
    study = analysis.first_study(found, DAY)
    customers = analysis.results(found, study).set_index("customer_id")
    assert study.active_days == 31
    assert customers["segment"].to_dict() == {"ann": "potential_loyal", "bob": "big_spenders"}
    assert customers["loyalty_index"].between(0, 100).all()


def test_new_data_keep_the_choices_and_learn_only_what_is_new(tmp_path):
    study = analysis.first_study(analysis.base(open_literal(tmp_path, orders=ORDERS), DAY), DAY)
    chosen = study.change(active_days=7, thresholds=study.thresholds | {"high_spend": 3})
    more = analysis.base(open_literal(tmp_path, orders=ORDERS, answers=ANSWERS), DAY)
    later = analysis.study_for(more, DAY, chosen)
    assert later.active_days == 7
    assert later.thresholds["high_spend"] == 3
    assert later.scale["spend"] == study.scale["spend"]
    assert "satisfaction" in later.scale
    assert "satisfaction" not in study.scale


def test_weights_are_fitted_over_the_chosen_indicators_only(tmp_path):
    """Eighty buy in January; those who spent most buy again in June."""
    rows = [(f"c{n:02}", "2024-01-05", n + 1) for n in range(80)]
    rows += [(f"c{n:02}", "2024-06-20", 5) for n in range(40, 80)]
    tables = open_literal(tmp_path, orders=orders(rows))
    found = analysis.base(tables, DAY)
    chosen = analysis.first_study(found, DAY).change(
        indicators=("order_count", "spend"), weighting={"method": "fitted", "days": 30}
    )
    fields = analysis.weigh(found, chosen, tables)
    assert {key for key, weight in fields["indicator_weights"].items() if weight} == {"spend"}
