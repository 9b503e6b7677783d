"""The list of customers: who is there, why, and since when once Movement was opened."""

import pytest
from pages.conftest import base_of

from loyalty import segmentation
from loyalty.study import Condition, Rule


@pytest.fixture
def tuning(opened):
    opened.switch_page("segments.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def customers_of(workspace):
    return base_of(workspace).customers


def shown(app):
    return app.dataframe[-1].value


def test_only_the_chosen_segments_are_listed(tuning, workspace):
    tuning.pills(key="list_segments").set_value(["loyal"]).run()
    assert not tuning.exception
    study = workspace.state().draft
    customers = customers_of(workspace)
    codes = segmentation.codes(customers, study)
    place = segmentation.segment_names(study).index("loyal")
    expected = sorted(customers["customer_id"][codes == place])
    assert expected and sorted(shown(tuning)["customer_id"]) == expected


def test_those_in_no_segment_can_be_listed(tuning, workspace):
    rule = Rule(
        key="<b>many</b>", conditions=(Condition(column="order_count", op=">", threshold=5),)
    )
    wanted = workspace.state().draft.change(scheme="own", segments=(rule,))
    workspace.change(wanted, workspace.state().version)
    tuning.run()
    tuning.pills(key="list_segments").set_value([segmentation.UNASSIGNED]).run()
    few = sum(n % 7 + 1 <= 5 for n in range(60))
    assert len(shown(tuning)) == few
    assert set(shown(tuning)["segment"]) == {"In no segment"}
    assert tuning.pills(key="list_segments").options[0] == r"\<b\>many\</b\>"


def test_a_segment_that_is_gone_no_longer_filters(tuning):
    tuning.pills(key="list_segments").set_value(["loyal"]).run()
    tuning.pills(key="scheme").set_value("value_bands").run()
    assert not tuning.exception, tuning.exception[0].message
    assert len(shown(tuning)) == 60


def test_why_tells_the_rule_with_the_values_of_the_customer(tuning, workspace):
    assert "reason" not in shown(tuning)
    tuning.toggle(key="list_why").set_value(True).run()
    study = workspace.state().draft
    row = shown(tuning).query("segment == 'Champions'").iloc[0]
    named = segmentation.thresholds(study)
    assert row["reason"] == (
        f"Recency ≤ {named['recent_days']:g} ({row['recency_days']:g}),"
        f" Frequency ≥ {named['frequent_orders']:g} ({row['order_count']:g}),"
        f" Spend ≥ {named['high_spend']:g} ({row['spend']:g})"
    )


def test_the_segment_before_comes_once_the_rules_were_replayed(tuning):
    assert "previous" not in shown(tuning)
    tuning.segmented_control(key="section_segments").set_value("movement").run()
    assert not tuning.exception, tuning.exception[0].message
    tuning.segmented_control(key="section_segments").set_value("tune").run()
    rows = shown(tuning)
    changed = rows.dropna(subset="previous")
    assert len(changed)
    assert (changed["previous"] != changed["segment"]).all()
    assert changed["changed_on"].notna().all()
