"""Two definitions compared: tables and indices against counts by hand; nothing stored unasked."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pages.conftest import base_of, fill
from sklearn.metrics import adjusted_rand_score
from tables import orders

from loyalty import engine, features, labels, replay, segmentation
from loyalty.intervals import wilson
from loyalty.segmentation import edits
from loyalty.segmentation.resampled import stability_resampled
from loyalty.study import Definition, Rule

NASTY = "<b>:red[x]</b> **y** $z$"


@pytest.fixture
def compare(opened):
    opened.query_params["view"] = "segments.compare"
    opened.session_state["view"] = "segments.compare"
    opened.switch_page("segments.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def choose(app, key):
    app.pills(key="compare_with").set_value(key).run()
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    kinds = ("subheader", "markdown", "caption", "info", "warning")
    return "\n".join(one.value for kind in kinds for one in getattr(app, kind)).replace("\\", "")


def keys_of(workspace, study) -> np.ndarray:
    """The segment of each customer."""
    customers = base_of(workspace).customers
    codes = segmentation.codes(features.frame(customers, study), study)
    return np.array(segmentation.segment_names(study))[codes]


def shelf(workspace, scheme):
    """The draft with a scheme learned on these customers."""
    study, found = workspace.state().draft, base_of(workspace)
    bare = study.model_copy(update={"thresholds": {}, "cuts": {}, "clusters": None})
    learned = segmentation.choose(scheme, found.customers, found.gaps, bare)
    return study.change(**learned)


def put(workspace, **choices):
    workspace.change(workspace.state().draft.change(**choices), workspace.state().version)


def picture(app, place) -> pd.DataFrame:
    proto = app.get("vega_lite_chart")[place].proto
    data = proto.data.data or proto.datasets[0].data.data
    return pa.ipc.open_stream(data).read_pandas()


@pytest.mark.parametrize("scheme", ["value_bands", "rfm_quintiles", "rfm_fixed", "life_cycle"])
def test_agreement_and_cross_table_with_a_scheme_of_the_shelf(compare, workspace, scheme):
    before = workspace.state()
    choose(compare, f"scheme.{scheme}")
    here, there = keys_of(workspace, before.draft), keys_of(workspace, shelf(workspace, scheme))
    index = adjusted_rand_score(here, there)
    text = said(compare)
    assert f"adjusted Rand index {np.round(index, 2):.4g}." in text
    first, second = (np.array([labels.segment(key) for key in keys]) for keys in (here, there))
    alike = f"{(first == second).mean():.1%}".replace(".0%", "%")
    names = [
        {labels.segment(rule.key) for rule in one.segments}
        for one in (before.draft, shelf(workspace, scheme))
    ]
    same = f"{alike} of 60 customers are in a segment of the same name"
    assert (same in text) == bool(names[0] & names[1])
    assert ("so names cannot be compared" in text) == (not names[0] & names[1])
    counts = pd.crosstab(here, there)
    drawn = picture(compare, 0)
    for row in drawn.to_dict("records"):
        assert row["customers"] == counts.loc[row["first"], row["second"]]
        share = row["customers"] / counts.loc[row["first"]].sum()
        assert row["share_of_first"] == pytest.approx(share)
    assert drawn["customers"].sum() == 60
    assert len(drawn) == counts.size
    assert workspace.state().draft == before.draft
    assert workspace.state().version == before.version


def test_the_saved_definition_and_how_many_keep_the_name(compare, workspace):
    saved = workspace.state().saved
    put(workspace, thresholds=workspace.state().draft.thresholds | {"frequent_orders": 7})
    choose(compare.run(), "saved")
    here, there = keys_of(workspace, workspace.state().draft), keys_of(workspace, saved)
    share = (here == there).mean()
    assert 0 < share < 1
    shown = f"{share:.1%}".replace(".0%", "%")
    assert f"{shown} of 60 customers are in a segment of the same name" in said(compare)


def test_the_same_definition_is_the_same_division(compare):
    choose(compare, "saved")
    assert "the same division, adjusted Rand index 1." in said(compare)


def test_another_draft_is_compared_with_the_saved_one_first(opened, workspace):
    put(workspace, thresholds=workspace.state().draft.thresholds | {"frequent_orders": 7})
    opened.session_state["view"] = "segments.compare"
    opened.switch_page("segments.py").run()
    assert opened.pills(key="compare_with").value == "saved"


def test_value_is_divided_as_by_hand(compare, workspace):
    choose(compare, "scheme.value_bands")
    table = compare.table[0].value.set_index("Measure")
    table.columns = [name.replace("\\", "") for name in table]
    spend = base_of(workspace).customers["spend"]
    for name, study in (
        ("Present definition", workspace.state().draft),
        ("“Value bands”", shelf(workspace, "value_bands")),
    ):
        shown = {key: text.replace("\\", "") for key, text in table[name].items()}
        keys = keys_of(workspace, study)
        means = spend.groupby(keys).mean()
        best = means.idxmax()
        between = sum(
            (keys == key).sum() * (mean - spend.mean()) ** 2 for key, mean in means.items()
        )
        explained = between / ((spend - spend.mean()) ** 2).sum()
        percent = {
            "Share of customers in the top segment": (keys == best).mean(),
            "Share of spend in the top segment": spend[keys == best].sum() / spend.sum(),
            "Variance of spend explained by the segments": explained,
        }
        assert shown["Segments with customers"] == str(len(means))
        assert shown["Top segment, by spend per customer"] == labels.segment(best)
        for measure, share in percent.items():
            assert float(shown[measure].rstrip("%")) == pytest.approx(100 * share, abs=0.051)


def test_using_the_other_is_one_step_and_undo_takes_it_back(compare, workspace):
    before = workspace.state().draft
    choose(compare, "scheme.rfm_quintiles")
    compare.button(key="use_definition").click().run()
    assert not compare.exception
    expected = shelf(workspace, "rfm_quintiles")
    draft = workspace.state().draft
    assert draft.scheme == "rfm_quintiles"
    assert draft.segments == expected.segments and draft.cuts == expected.cuts
    assert "the same division" in said(compare)
    assert workspace.undo(workspace.state().version).draft == before


def test_a_kept_definition_comes_with_all_it_needs(compare, workspace):
    other = shelf(workspace, "rfm_fixed")
    kept = Definition(
        name=NASTY,
        scheme="own",
        segments=(
            Rule(key=NASTY, conditions=[edits.condition("rfm.frequency", ">=", 4)]),
            Rule(key="rest"),
        ),
        thresholds={"active_days": 33.0},
        cuts=other.cuts,
    )
    put(workspace, definitions=(kept,))
    choose(compare.run(), f"kept.{NASTY}")
    orders_ = base_of(workspace).customers["order_count"]
    first_cuts = other.cuts["rfm.frequency"]
    best = sum(orders_ > cut for cut in first_cuts) >= 3
    here = keys_of(workspace, workspace.state().draft)
    index = adjusted_rand_score(here, best)
    assert f"adjusted Rand index {np.round(index, 2):.4g}." in said(compare)
    texts = [one.value for kind in ("subheader", "markdown") for one in getattr(compare, kind)]
    texts += compare.pills(key="compare_with").options
    texts += [text for one in compare.table for text in one.value.to_numpy().ravel()]
    texts += [name for one in compare.table for name in one.value.columns]
    assert sum("red" in text for text in texts) >= 3
    for text in texts:
        for sign in ("<b>", ":red[x", "**y", "$z"):
            assert text.count(sign) == text.count("\\" + sign)
    compare.button(key="use_definition").click().run()
    assert workspace.state().draft.active_days == 33
    assert workspace.state().draft.segments == kept.segments


def test_a_kept_definition_that_is_gone_gives_way(compare, workspace):
    put(workspace, definitions=(Definition(name="mine", segments=[Rule(key="all")]),))
    choose(compare.run(), "kept.mine")
    put(workspace, definitions=())
    assert not compare.run().exception
    assert compare.pills(key="compare_with").value != "kept.mine"


def test_steadiness_over_time_is_counted_on_demand(compare, workspace):
    choose(compare, "scheme.value_bands")
    assert len(compare.get("vega_lite_chart")) == 1
    compare.button(key="replay_both").click().run()
    assert not compare.exception, compare.exception[0].message
    assert not [one for one in compare.button if one.key == "replay_both"]
    drawn, tables = picture(compare, 1), engine.open_tables(workspace.dataset().tables)
    study = workspace.state().draft
    days = sorted({pd.Timestamp(day).date() for part in ("since", "until") for day in drawn[part]})
    assert days[-1] == study.as_of
    assert set(days) <= set(replay.month_ends(tables, study.as_of))
    assert min(b - a for a, b in pairwise(days)).days >= 15
    for label, one in (
        ("Present definition", study),
        ("“Value bands”", shelf(workspace, "value_bands")),
    ):
        rows = drawn[drawn["label"] == label]
        histories = {day: dict(zip(*replay.at(tables, one, day), strict=True)) for day in days}
        for row in rows.to_dict("records"):
            since, until = (histories[row[part].date()] for part in ("since", "until"))
            stay = sum(until[customer] == code for customer, code in since.items())
            assert (row["customers"], row["stayed"]) == (len(since), stay)
            low, high = wilson(stay, len(since))
            assert [row["low"], row["high"]] == pytest.approx([float(low), float(high)])
        first, last = histories[days[0]], histories[days[-1]]
        stay = sum(last[customer] == code for customer, code in first.items())
        shown = f"{stay / len(first):.1%}".replace(".0%", "%")
        assert f"{label}**: {shown} of {len(first)} customers known on" in said(compare)


def test_steadiness_under_resampling(compare, workspace):
    choose(compare, "scheme.rfm_quintiles")
    compare.button(key="resample_both").click().run()
    assert not compare.exception, compare.exception[0].message
    table = compare.table[1].value.map(lambda text: text.replace("\\", ""))
    found = base_of(workspace)
    for place, study in enumerate((workspace.state().draft, shelf(workspace, "rfm_quintiles"))):
        expected = stability_resampled(found.customers, found.gaps, study)
        shown = table["In the same segment"].iloc[place]
        assert float(shown.split("%")[0]) == pytest.approx(100 * expected.same, abs=0.051)
        index = table["Adjusted Rand index"].iloc[place]
        assert float(index.split(" ")[0]) == pytest.approx(expected.rand, abs=0.0051)
        assert table["Draws of customers"].iloc[place] == f"{expected.draws} of 60"


def test_rules_with_fixed_numbers_learn_nothing(compare, workspace):
    rules = [Rule(key="big", conditions=[edits.condition("spend", ">=", 50)]), Rule(key="rest")]
    put(workspace, scheme="own", segments=rules)
    choose(compare.run(), "scheme.rfm_quintiles")
    compare.button(key="resample_both").click().run()
    table = compare.table[1].value
    assert "does not apply" in table["In the same segment"].iloc[0]
    assert "does not apply" not in table["In the same segment"].iloc[1]


def test_clusters_of_too_few_customers_are_not_compared(app, store, tmp_path):
    few = orders([("x", "2024-01-01", 5), ("y", "2024-01-03", 5)])
    app.query_params["w"] = fill(store, tmp_path, {"orders": few})
    app.query_params["view"] = "segments.compare"
    app.run()
    app.switch_page("segments.py").run()
    choose(app, "scheme.clusters")
    assert "cannot be learned on these customers" in said(app)
    assert "Steadiness over time needs records" not in said(app)
    choose(app, "scheme.value_bands")
    assert "Steadiness over time needs records of more than a month." in said(app)


def test_only_schemes_that_these_data_allow(compare):
    options = compare.pills(key="compare_with").options
    assert "Value bands" in options and "Loyalty types" not in options


def test_those_in_no_segment_are_no_segment(compare, workspace):
    rules = [Rule(key="often", conditions=[edits.condition("order_count", ">=", 4)])]
    put(workspace, scheme="own", segments=rules)
    choose(compare.run(), "scheme.value_bands")
    assert "unassigned" in keys_of(workspace, workspace.state().draft)
    shown = compare.table[0].value.set_index("Measure")["Present definition"]
    assert shown["Segments with customers"] == "1"
