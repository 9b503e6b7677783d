"""Weights: who changes level by an edit, in which direction and why; saving; the other index."""

import io

import pandas as pd
import pytest
from pages.conftest import base_of

from loyalty import weights
from loyalty.indicators import BY_KEY
from pages import by_hand, plain_index

ORDER = ["low", "fair", "good", "high"]


@pytest.fixture
def weigh(workspace, app):
    app.query_params["w"] = workspace.id
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def customers(workspace) -> pd.DataFrame:
    return base_of(workspace).customers


def before_after(workspace) -> tuple[pd.DataFrame, pd.DataFrame]:
    people, state = customers(workspace), workspace.state()
    return plain_index.results(people, state.saved), plain_index.results(people, state.draft)


def slide(app, value=95):
    app.slider(key="family_relationship").set_value(value).run()
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    return " ".join(one.value for one in (*app.subheader, *app.markdown, *app.caption))


def table(app, column: str) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if column in one.value)


def test_nothing_moves_before_an_edit(weigh):
    assert "0 of 60 customers change level" in said(weigh)
    assert not [one for one in weigh.button if one.key == "save_levels"]


def test_the_sentence_and_the_table_count_who_moves_from_where_to_where(weigh, workspace):
    app = slide(weigh)
    old, new = before_after(workspace)
    moved = old["level"] != new["level"]
    up = sum(
        ORDER.index(b) > ORDER.index(a)
        for a, b in zip(old["level"], new["level"], strict=True)
        if plain_index.NONE not in (a, b)
    )
    assert moved.sum() > up > 0
    assert f"Who moves: {moved.sum()} of 60 customers change level" in said(app)
    assert f"{up} move up, {moved.sum() - up} move down." in said(app)
    pairs = pd.crosstab(old["level"], new["level"])
    found = table(app, "source")
    assert found["customers"].sum() == moved.sum()
    for row in found.itertuples():
        assert row.customers == pairs.loc[row.source.lower(), row.target.lower()]


def test_the_list_names_each_customer_with_index_and_the_indicator_that_moved_them(
    weigh, workspace
):
    app = slide(weigh)
    old, new = before_after(workspace)
    people = customers(workspace)
    found = table(app, "reason").set_index("customer_id")
    assert found["spend"].is_monotonic_decreasing
    assert len(found) == (old["level"] != new["level"]).sum()
    state = workspace.state()
    known = [key for key in weights.base(state.draft) if people[key].notna().any()]
    for place, one in people.iterrows():
        if one["customer_id"] not in found.index:
            continue
        row = found.loc[one["customer_id"]]
        assert row["index_before"] == pytest.approx(old.loc[place, "index"], abs=0.006)
        assert row["index_after"] == pytest.approx(new.loc[place, "index"], abs=0.006)
        key, points = largest(one, state.saved, state.draft, known)
        assert BY_KEY[key].label in row["reason"]
        assert row["reason"].endswith(f"{points:+.1f} points")


def largest(one: pd.Series, saved, draft, known: list[str]) -> tuple[str, float]:
    """The indicator whose change of weight did most in the direction of the index, by hand."""
    have = [key for key in known if not pd.isna(one[key])]
    sides = []
    for study in (saved, draft):
        weight = plain_index.weights(study.family_weights, study.indicator_weights, known)
        total = sum(weight.get(key, 0) for key in have)
        sides.append({key: weight.get(key, 0) / total for key in have})
    scores = {key: plain_index.score(one[key], key, saved.scale) for key in have}
    mean, later = (sum(side[key] * scores[key] for key in have) for side in sides)
    deltas = {key: 100 * (sides[1][key] - sides[0][key]) * (scores[key] - mean) for key in have}
    best = max(deltas, key=lambda key: deltas[key] * (1 if later > mean else -1))
    return best, deltas[best]


def test_only_those_who_go_up_are_shown_when_asked(weigh, workspace):
    app = slide(weigh)
    app.segmented_control(key="moved_direction_saved").set_value("up").run()
    found = table(app, "reason")
    names = [one.capitalize() for one in ORDER]
    assert len(found)
    assert all(
        names.index(row.level_after) > names.index(row.level_before) for row in found.itertuples()
    )


def test_the_export_holds_all_who_move_with_their_reason(weigh, monkeypatch):
    found = by_hand.note_downloads(monkeypatch)
    app = slide(weigh)
    make, name = found["Export these customers with reasons (CSV)"]
    assert name.startswith("loyalty-lab-level-moves-") and name.endswith(".csv")
    rows = pd.read_csv(io.BytesIO(make()), encoding="utf-8-sig")
    shown = table(app, "reason")[list(rows)].astype({"customer_id": "str"})
    pd.testing.assert_frame_equal(
        rows.sort_values("customer_id", ignore_index=True),
        shown.sort_values("customer_id", ignore_index=True),
        check_dtype=False,
    )


def test_saving_makes_the_draft_the_definition(weigh, workspace):
    app = slide(weigh)
    app.button(key="save_levels").click().run()
    state = workspace.state()
    assert state.saved.family_weights == state.draft.family_weights
    assert "0 of 60 customers change level" in said(app)


def test_undo_takes_the_movement_back(weigh, workspace):
    app = slide(weigh)
    app.button(key="work_undo").click().run()
    assert workspace.state().draft.family_weights == workspace.state().saved.family_weights
    assert "0 of 60 customers change level" in said(app)


def test_a_moved_cut_is_named_as_the_reason(weigh):
    weigh.number_input(key="level_1").set_value(45).run()
    reasons = set(table(weigh, "reason")["reason"])
    assert reasons == {"The levels start elsewhere"}


def test_topsis_is_counted_before_it_is_chosen_and_explained_after(weigh, workspace):
    people, draft = customers(workspace), workspace.state().draft
    now = plain_index.results(people, draft)
    then = plain_index.results(people, draft.change(aggregation="topsis"))
    changed = (now["level"] != then["level"]).sum()
    rank = now["index"].rank().corr(then["index"].rank())
    assert changed > 0
    assert f"With TOPSIS instead, {changed} of 60 customers" in said(weigh)
    assert f"Rank correlation of both: {round(rank, 4):g}." in said(weigh)
    weigh.segmented_control(key="aggregation").set_value("topsis").run()
    assert workspace.state().draft.aggregation == "topsis"
    assert f"Who moves: {changed} of 60" in said(weigh)
    assert "closeness (TOPSIS), so the points" in said(weigh)
    assert "Scores are put together another way" in set(
        table(weigh, "reason")["reason"].str.split(":").str[0]
    )


def test_industries_are_ready_made_sets_with_their_caveat(weigh, workspace):
    weigh.segmented_control(key="preset_kind").set_value("industries").run()
    weigh.pills(key="preset").set_value("industry_retail").run()
    draft = workspace.state().draft
    assert draft.preset == "industry_retail"
    assert draft.family_weights["purchase"] == pytest.approx(0.4)
    assert "by judgement, not measured" in said(weigh)
    weigh.button(key="work_undo").click().run()
    assert weigh.pills(key="preset").value is None
    weigh.segmented_control(key="preset_kind").set_value("templates").run()
    assert weigh.pills(key="preset").value == "equal"


def test_a_slider_says_that_no_method_found_the_weights(weigh, workspace):
    state = workspace.state()
    how = state.draft.weighting.model_copy(update={"method": "critic"})
    workspace.change(state.draft.change(weighting=how), state.version)
    slide(weigh.run())
    assert workspace.state().draft.weighting.method == "direct"


def test_a_family_whose_indicators_weigh_nothing_counts_once_its_slider_moves(weigh, workspace):
    weigh.pills(key="preset").set_value("rfm").run()
    slide(weigh, 50)
    people, draft = customers(workspace), workspace.state().draft
    known = [key for key in weights.base(draft) if people[key].notna().any()]
    share = sum(
        one
        for key, one in weights.effective(draft, known).items()
        if key in ("tenure_days", "return_share")
    )
    # 50 of 150, of which complaints, a third, have no data: 2/9 of 8/9
    assert share == pytest.approx(0.25)
