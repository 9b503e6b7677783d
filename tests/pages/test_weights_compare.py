"""Compare: kept sets of weights, what they would change, using and removing them."""

import pandas as pd
import pytest
from pages.conftest import base_of

from loyalty import weights
from loyalty.study import NamedWeights
from pages import plain_index
from pages.parts.safe import escape

EVIL = "<b>Board</b> *x*"


@pytest.fixture
def compare(workspace, app):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "indicators.compare"
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def keep(app, name):
    app.text_input(key="weighting_name").set_value(name).run()
    app.button(key="keep_weights").click().run()
    assert not app.exception, app.exception[0].message
    return app


def put(workspace, app, *presets):
    """Keep ready-made sets."""
    state = workspace.state()
    kept = [
        NamedWeights(
            name=key,
            family_weights=weights.PRESETS[key].choices()["family_weights"],
            indicator_weights=weights.PRESETS[key].choices()["indicator_weights"],
        )
        for key in presets
    ]
    workspace.change(state.draft.change(weightings=kept), state.version)
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    return " ".join(one.value for one in (*app.subheader, *app.markdown, *app.caption, *app.info))


def table(app, column: str) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if column in one.value)


def by_hand(workspace) -> list[pd.DataFrame]:
    """Index and level of each customer by the present weights and by each kept set."""
    study = workspace.state().draft
    people = base_of(workspace).customers
    sets = [dict(one) for one in study.weightings]
    fields = [{key: one[key] for key in ("family_weights", "indicator_weights")} for one in sets]
    return [plain_index.results(people, study.change(**one)) for one in ({}, *fields)]


def test_nothing_kept_says_what_comes_here(compare):
    assert "Nothing is kept yet" in said(compare)


def test_the_present_weights_are_kept_under_a_name_shown_as_text(compare, workspace):
    keep(compare, EVIL)
    (kept,) = workspace.state().draft.weightings
    assert kept.name == EVIL
    assert kept.family_weights == workspace.state().draft.family_weights
    assert f"**{escape(EVIL)}**" in said(compare)
    assert EVIL not in said(compare)
    assert compare.text_input(key="weighting_name").value == ""
    assert "100% of customers have the same level" in said(compare)
    compare.button(key="work_undo").click().run()
    assert workspace.state().draft.weightings == ()


def test_a_name_left_out_or_taken_gets_a_number(compare, workspace):
    keep(keep(keep(compare, ""), "Weights 1"), "Weights 1")
    names = [one.name for one in workspace.state().draft.weightings]
    assert names == ["Weights 1", "Weights 1 (2)", "Weights 1 (3)"]
    assert compare.button(key="keep_weights").disabled
    assert "remove one to keep another" in said(compare)


def test_the_tables_say_means_agreement_and_rank_correlation(compare, workspace):
    put(workspace, compare, "rfm", "s0")
    now, rfm, s0 = by_hand(workspace)
    summary, pairs = table(compare, "mean"), table(compare, "first")
    assert summary["weighting"].tolist() == [
        "Now", "Recency, frequency, monetary", "Value, emotion, relation (S0)",
    ]  # fmt: skip
    for row, one in zip(summary.itertuples(), (now, rfm, s0), strict=True):
        known = one["level"] != plain_index.NONE
        assert row.mean == pytest.approx(one.loc[known, "index"].mean())
        assert row.customers == known.sum()
    for row, one in zip(summary.iloc[1:].itertuples(), (rfm, s0), strict=True):
        assert row.agreement == pytest.approx(100 * (one["level"] == now["level"]).mean())
        assert row.spearman == pytest.approx(one["index"].rank().corr(now["index"].rank()))
    (row,) = pairs.itertuples()
    assert row.agreement == pytest.approx(100 * (rfm["level"] == s0["level"]).mean())
    assert row.spearman == pytest.approx(rfm["index"].rank().corr(s0["index"].rank()))
    shares = sorted(round(100 * (one["level"] == now["level"]).mean()) for one in (rfm, s0))
    assert compare.subheader[0].value.startswith(f"{shares[0]}% to {shares[1]}% of customers")


def test_who_would_change_level_is_counted_and_listed_for_the_chosen_set(compare, workspace):
    put(workspace, compare, "rfm", "s0")
    now, rfm, s0 = by_hand(workspace)
    for place, (one, name) in enumerate(
        ((rfm, "Recency, frequency, monetary"), (s0, "Value, emotion, relation (S0)"))
    ):
        compare.segmented_control(key="kept_shown_2").set_value(place).run()
        count = (one["level"] != now["level"]).sum()
        assert count > 0
        assert f"By {escape(name)}: {count} of 60 customers would change level." in said(compare)
        assert len(table(compare, "reason")) == count


def test_using_a_kept_set_puts_it_into_the_draft_and_undo_takes_it_out(compare, workspace):
    put(workspace, compare, "rfm")
    before = workspace.state().draft.family_weights
    compare.button(key="use_kept_0").click().run()
    draft = workspace.state().draft
    assert (draft.preset, draft.family_weights["purchase"]) == ("rfm", 1.0)
    assert draft.weighting.method == "direct"
    assert "100% of customers have the same level" in said(compare)
    compare.button(key="work_undo").click().run()
    assert workspace.state().draft.family_weights == before


def test_one_set_is_removed_and_the_others_stay(compare, workspace):
    put(workspace, compare, "rfm", "s0", "experience")
    compare.button(key="remove_kept_1").click().run()
    assert [one.name for one in workspace.state().draft.weightings] == ["rfm", "experience"]
    assert not compare.exception


def test_the_weights_of_indicators_are_those_in_effect(compare, workspace):
    put(workspace, compare, "rfm")
    found = table(compare, "1").set_index("indicator")
    assert found["0"].sum() == pytest.approx(100)
    assert found.loc["Recency", "1"] == pytest.approx(100 / 3)


def test_a_name_like_a_ready_made_set_does_not_hide_which_is_which(compare, workspace):
    put(workspace, compare, "rfm")
    keep(compare, "Recency, frequency, monetary")
    names = table(compare, "mean")["weighting"].tolist()
    assert len(set(names)) == 3
