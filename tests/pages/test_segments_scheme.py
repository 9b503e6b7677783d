"""The scheme, its thresholds, cuts and clusters: each choice is one step, each number counted."""

import numpy as np
import pytest
from pages.conftest import base_of, fill
from sklearn.metrics import adjusted_rand_score
from tables import orders

from loyalty import clustering, labels, rfm, scoring, segmentation
from loyalty.segments import SCHEMES

POSSIBLE = ("rfm_quintiles", "rfm_nested", "rfm_fixed", "value_bands", "life_cycle", "own")


@pytest.fixture
def tuning(opened):
    opened.switch_page("segments.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def choose(app, key):
    app.pills(key="scheme").set_value(key).run()
    assert not app.exception, app.exception[0].message
    return app


def texts(app, kind="caption"):
    return " ".join(str(one.value) for one in getattr(app, kind))


@pytest.mark.parametrize("key", POSSIBLE)
def test_a_scheme_comes_with_what_it_learns_as_one_step(tuning, workspace, key):
    before = workspace.state()
    choose(tuning, key)
    draft = workspace.state().draft
    found = base_of(workspace)
    expected = before.draft.change(
        **segmentation.choose(key, found.customers, found.gaps, before.draft)
    )
    assert draft == expected
    assert tuning.pills(key="scheme").value == key
    assert workspace.undo(workspace.state().version).draft == before.draft


def test_value_bands_start_at_the_spend_that_brings_half(tuning, workspace):
    choose(tuning, "value_bands")
    spend = np.sort(base_of(workspace).customers["spend"].to_numpy())[::-1]
    for key, share in (("value_high", 0.5), ("value_middle", 0.8)):
        together = 0.0
        for one in spend:
            together += one
            if together >= share * spend.sum():
                break
        assert tuning.slider(key=f"threshold_{key}").value == one


def test_only_the_thresholds_of_the_scheme_have_sliders(tuning):
    for key in ("rfm_named", "value_bands", "life_cycle", "rfm_quintiles"):
        choose(tuning, key)
        shown = {one.key for one in tuning.slider}
        assert shown == {f"threshold_{one.key}" for one in SCHEMES[key].thresholds}


def test_own_rules_show_the_thresholds_they_name(tuning, workspace):
    draft = workspace.state().draft
    rules = tuple(rule for rule in draft.segments if rule.key in ("loyal", "lost"))
    mine = draft.change(scheme="own", segments=rules, thresholds=draft.thresholds | {"mine": 2.5})
    mine = mine.change(
        segments=(
            *rules,
            {
                "key": "x",
                "conditions": [{"column": "order_count", "op": ">=", "threshold": "mine"}],
            },
        )
    )
    workspace.change(mine, workspace.state().version)
    tuning.run()
    shown = {one.key: one.value for one in tuning.slider}
    assert set(shown) == {
        "threshold_active_days",
        "threshold_frequent_orders",
        "threshold_mine",
    }
    assert shown["threshold_mine"] == 2.5


def test_default_thresholds_come_back_for_this_scheme_only(tuning, workspace):
    before = workspace.state().draft
    choose(tuning, "value_bands")
    learned = workspace.state().draft.thresholds
    tuning.slider(key="threshold_value_high").set_value(30.0).run()
    assert workspace.state().draft.thresholds["value_high"] == 30
    tuning.button(key="default_thresholds").click().run()
    assert workspace.state().draft.thresholds == learned
    assert workspace.state().draft.active_days == before.active_days


def test_a_scheme_without_its_items_is_refused_and_says_which(tuning, workspace):
    before = workspace.state().draft
    assert "Loyalty types: no value of Relative attitude" in texts(tuning).replace("\\", "")
    choose(tuning, "dick_basu")
    assert workspace.state().draft == before
    assert "no value of Relative attitude" in texts(tuning, "warning")
    assert tuning.pills(key="scheme").value == before.scheme


def test_the_cuts_are_published_with_the_customers_of_each_rating(tuning, workspace):
    choose(tuning, "rfm_quintiles")
    study, customers = workspace.state().draft, base_of(workspace).customers
    table = tuning.table[0].value
    cuts = study.cuts[rfm.FREQUENCY]
    orders = customers["order_count"].to_numpy()
    # Beyond so many cuts, one more of rating; equal to a cut stays below it.
    counted = [sum(1 for one in orders if sum(one > cut for cut in cuts) == n) for n in range(5)]
    assert table["Customers (F)"].tolist() == [str(one) for one in reversed(counted)]
    assert sum(counted) == 60


def test_nested_cuts_are_all_listed(tuning, workspace):
    choose(tuning, "rfm_nested")
    table = next(one.value for one in tuning.dataframe if "measure" in one.value)
    assert len(table) == 5 + 5 * 5 + 5 * 5 * 5
    recency = table[table["recency"].isna()]
    assert recency["customers"].sum() == 60


def test_fixed_cuts_can_be_changed_and_keep_rising(tuning, workspace):
    choose(tuning, "rfm_fixed")
    assert workspace.state().draft.cuts["rfm.frequency"] == (1, 2, 4, 9)
    tuning.number_input(key="cut_rfm.frequency_1").set_value(6.0).run()
    assert workspace.state().draft.cuts["rfm.frequency"] == (1, 6, 6, 9)
    tuning.button(key="learn_cuts").click().run()
    assert workspace.state().draft.cuts["rfm.frequency"] == (1, 2, 4, 9)


def test_clusters_are_formed_counted_and_compared(tuning, workspace):
    choose(tuning, "clusters")
    study, customers = workspace.state().draft, base_of(workspace).customers
    assert study.scheme == "clusters" and study.clusters
    codes = clustering.assign(scoring.scores(customers, study.scale), study.clusters)
    table = next(one.value for one in tuning.table if "What marks it" in one.value)
    sizes = [int((codes == number).sum()) for number in range(1, len(table) + 1)]
    assert [int(one.split()[0]) for one in table["Customers"]] == sizes
    named = study.change(scheme="rfm_named", segments=segmentation.default_rules())
    rules = segmentation.codes(customers, named)
    known = ~np.isnan(codes)
    index = adjusted_rand_score(codes[known], rules[known])
    assert f"adjusted Rand index {index:.2f}".rstrip("0") in texts(tuning)


def test_number_and_method_of_clusters_are_the_users(tuning, workspace):
    choose(tuning, "clusters")
    tuning.slider(key="cluster_count").set_value(3).run()
    assert len(workspace.state().draft.clusters.centres) == 3
    tuning.segmented_control(key="cluster_method").set_value("mixture").run()
    found = workspace.state().draft.clusters
    assert (found.method, len(found.centres)) == ("mixture", 3)
    assert len(workspace.state().draft.segments) == 4


def test_clusters_of_too_few_customers_are_refused(app, store, tmp_path):
    two = orders([("x", "2024-01-01", 5), ("y", "2024-01-03", 5)])
    app.query_params["w"] = fill(store, tmp_path, {"orders": two})
    app.run()
    app.switch_page("segments.py").run()
    choose(app, "clusters")
    assert app.warning[0].value
    assert app.pills(key="scheme").value == "rfm_named"


def test_nobody_without_orders_breaks_the_section(app, store, tmp_path):
    events = {"customer_id": ["x"], "time": ["2024-01-01"], "touchpoint": ["ad"], "position": [0]}
    tables = {"customers": {"customer_id": ["x", "y"]}, "events": events}
    app.query_params["w"] = fill(store, tmp_path, tables)
    app.run()
    app.switch_page("segments.py").run()
    assert not app.exception, app.exception[0].message
    assert "Not possible with these data" in texts(app)


def test_days_of_silence_that_do_not_rise_are_said(tuning, workspace):
    assert not tuning.warning
    draft = workspace.state().draft
    wrong = draft.thresholds | {"recent_days": draft.active_days + 1.0, "lapsed_days": 1.0}
    workspace.change(draft.change(thresholds=wrong), workspace.state().version)
    said = texts(tuning.run(), "warning")
    active = draft.active_days
    assert f"Recent ({active + 1} days) should be at most Active ({active} days)" in said
    assert f"Active ({active} days) should be at most Lapsed (1 days)" in said


def test_segments_below_the_minimum_are_named_beside_the_sliders(tuning, workspace):
    draft = workspace.state().draft
    workspace.change(draft.change(minimum_size=12), workspace.state().version)
    codes = list(segmentation.codes(base_of(workspace).customers, draft))
    keys = [rule.key for place, rule in enumerate(draft.segments) if 0 < codes.count(place) < 12]
    names = ", ".join(map(labels.segment, keys))
    assert names
    said = texts(tuning.run()).replace("\\", "")
    assert f"Fewer than the minimum of 12 customers are in: {names}." in said


def test_without_rules_the_table_says_so_and_leads_to_them(tuning, workspace):
    draft = workspace.state().draft.change(scheme="own", segments=())
    workspace.change(draft, workspace.state().version)
    assert "There are no rules" in texts(tuning.run(), "info")
    assert not tuning.table
    tuning.button(key="make_rules").click().run()
    assert tuning.segmented_control(key="section_segments").value == "rules"
