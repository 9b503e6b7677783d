"""Find weights: what each method finds, beside the weights in use, and what using it changes."""

import math
import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pages.conftest import base_of, fill
from tables import orders

from loyalty import analysis, engine, scoring, weights
from loyalty.indicators import BY_KEY
from loyalty.language import number, percent
from loyalty.study import Weighting

TWO = ("order_count", "spend")
END = date(2024, 12, 31)


@pytest.fixture
def find(workspace, app):
    return opened_at(workspace, app)


def opened_at(workspace, app):
    app.query_params["w"] = workspace.id
    app.query_params["view"] = "indicators.find"
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def by(app, method):
    app.segmented_control(key="find_method").set_value(method).run()
    assert not app.exception, app.exception[0].message
    return app


def change(workspace, **choices):
    state = workspace.state()
    workspace.change(state.draft.change(**choices), state.version)


def counted(workspace):
    """The base and the tables it is counted from."""
    return base_of(workspace), engine.open_tables(workspace.dataset().tables)


def scores_of(workspace):
    """Scores (rows of customers) by a loop of our own over the frozen scale; NaN where missing."""
    draft, customers = workspace.state().draft, base_of(workspace).customers
    low = {"recency_days", "repeat_interval_days", "return_share"}
    found = {}
    for key in draft.indicators:
        if key in draft.scale and customers[key].notna().any():
            caps = draft.scale[key]
            wide = caps.high > caps.low
            part = [
                min(1.0, max(0.0, (v - caps.low) / (caps.high - caps.low))) if wide else 0.5
                for v in customers[key]
            ]
            part = [
                math.nan if np.isnan(v) else s for v, s in zip(customers[key], part, strict=True)
            ]
            found[key] = [1 - s for s in part] if key in low else part
    return pd.DataFrame(found)


def in_use(workspace):
    draft = workspace.state().draft
    return weights.effective(draft, scores_of(workspace).columns)


def naive_entropy(frame):
    spread = {}
    for key in frame:
        known = [v for v in frame[key] if v == v]
        total = sum(known)
        shares = [v / total for v in known] if total else []
        heat = -sum(p * math.log(p) for p in shares if p) / math.log(len(known))
        spread[key] = 1 - heat if len(set(known)) > 1 else 0.0
    return {key: value / sum(spread.values()) for key, value in spread.items()}


def index_of(frame, weight):
    """Mean over the known scores by their weights, and whether half of the weight is known."""
    value, enough = [], []
    for _row, scores in frame.iterrows():
        known = {key: w for key, w in weight.items() if scores[key] == scores[key]}
        total = sum(known.values())
        value.append(100 * sum(w * scores[k] for k, w in known.items()) / total if total else 0)
        enough.append(total >= 0.5)
    return np.array(value), np.array(enough)


def said(app):
    parts = (app.subheader, app.markdown, app.caption, app.info, app.warning, app.success)
    return " ".join(one.value for part in parts for one in part)


def test_entropy_weights_are_used_in_one_step_and_undone(find, workspace):
    before = workspace.state().draft
    find.button(key="use_entropy").click().run()
    after = workspace.state().draft
    expected = {k: w for k, w in naive_entropy(scores_of(workspace)).items() if w > 0}
    assert in_use(workspace) == pytest.approx(expected)
    assert (after.weighting.method, after.preset) == ("entropy", "own")
    assert any("are in use" in one.value for one in find.success)
    workspace.undo(workspace.state().version)
    assert workspace.state().draft == before
    assert find.run().button(key="use_entropy").label == "Use these weights"


def test_the_sentence_says_mean_and_moves_before_they_happen(find, workspace):
    frame, cuts = scores_of(workspace), (25, 50, 75)
    old, has_old = index_of(frame, in_use(workspace))
    new, has_new = index_of(frame, naive_entropy(frame))
    level = {True: lambda v: sum(v >= cut for cut in cuts), False: lambda _v: 9}
    moved = sum(
        level[a](v) != level[b](w)
        for v, a, w, b in zip(old, has_old, new, has_new, strict=True)
        if a and b
    )
    assert moved > 0
    both = has_old & has_new
    before, after = (f"{one[both].mean():.1f}" for one in (old, new))
    expected = (
        f"Mean index {before} → {after} of the {both.sum()} customers with a level both times;"
        f" {moved} of them would change level."
    )
    if (has_old != has_new).any():
        gained, lost = sum(has_new & ~has_old), sum(has_old & ~has_new)
        expected += f" {gained} gain a level, {lost} lose it."
    assert find.subheader[0].value == expected
    table = find.dataframe[0].value
    assert table["before"].sum() == table["after"].sum() == 60
    assert table["after"].tolist()[:4] == [
        sum(has_new & (np.digitize(new, cuts) == place)) for place in range(4)
    ]


@pytest.mark.parametrize("method", ["critic", "principal", "fitted"])
def test_the_page_uses_what_the_study_alone_would_find(find, workspace, method):
    change(workspace, indicators=TWO, weighting={"days": 20})
    by(find.run(), method)
    find.button(key=f"use_{method}").click().run()
    draft = workspace.state().draft
    assert draft.weighting.method == method
    fields = analysis.weigh(base_of(workspace), draft, counted(workspace)[1])
    available = scores_of(workspace).columns
    expected = weights.effective(draft.change(**fields), available)
    assert weights.effective(draft, available) == pytest.approx(expected)
    assert sum(expected.values()) == pytest.approx(1)


def test_an_opposed_component_is_explained_and_not_offered(find, workspace):
    by(find, "principal")
    found = weights.principal(scores_of(workspace))
    assert not found.offered
    assert not any(one.key == "use_principal" for one in find.button)
    assert found.reason.rstrip(".") in said(find)
    frame = scores_of(workspace)
    varying = frame.loc[:, frame.nunique() > 1].corr().fillna(0)
    share = percent(np.linalg.eigvalsh(varying)[-1] / len(varying), digits=1)
    assert f"explains {share} of the variance of {len(varying)} indicators" in said(find)
    loadings = find.dataframe[0].value
    assert loadings["loading"].tolist() == pytest.approx(sorted(found.loadings, reverse=True))
    against = loadings["sign"] == "against the others"
    assert (against == (loadings["loading"] < 0)).all()


def test_a_component_of_one_sign_says_its_variance(find, workspace):
    change(workspace, indicators=TWO)
    by(find.run(), "principal")
    r = scores_of(workspace).corr().loc[TWO[0], TWO[1]]
    assert f"explains {percent((1 + r) / 2, digits=1)} of the variance of 2" in said(find)
    assert "0 of them move against it" in said(find)


class TestFitted:
    def test_the_windows_and_the_customers_in_them_are_named(self, find, workspace):
        by(find, "fitted")
        find.slider(key="find_days").set_value(20).run()
        assert "Indicators as of Dec 12, 2024; orders from Dec 13, 2024 to Jan 1, 2025." in said(
            find
        )
        rows = pd.read_parquet(workspace.dataset().tables["orders"])
        early = rows[rows["time"] < "2024-12-13"]["customer_id"].unique()
        later = rows[rows["time"] >= "2024-12-13"]["customer_id"].unique()
        back = len(set(early) & set(later))
        assert f"**{len(early)}** customers had ordered by Dec 12, 2024" in said(find)
        assert f"**{back}** ({percent(back / len(early), digits=1)}) of them ordered" in said(find)

    def test_its_quality_is_that_of_the_rows_held_out(self, find, workspace):
        by(find, "fitted")
        find.slider(key="find_days").set_value(20).run()
        draft, (_base, tables) = workspace.state().draft, counted(workspace)
        chosen = [BY_KEY[key] for key in draft.indicators]
        earlier, outcome = weights.windows(tables, draft.as_of, 20, chosen)
        frame = scoring.frame(scoring.scores(earlier, draft.scale))
        found = weights.fitted(frame, outcome)
        auc, low, high = (number(v, digits=3) for v in (found.auc, found.auc_low, found.auc_high))
        assert f"**AUC {auc}** ({low} to {high})" in said(find)
        brier, plain = (number(v, digits=3) for v in (found.brier, found.base_brier))
        assert f"**Brier score {brier}** against {plain}" in said(find)
        assert f"Fitted on {found.train} of them, measured on the other {found.test}." in said(find)
        assert found.useful
        assert "better than chance" in find.success[0].value
        assert "is not causing it" in said(find)

    def test_weights_no_better_than_chance_are_not_advised(self, app, store, tmp_path):
        coin = np.random.default_rng(3)
        rows = [(f"c{n:03}", str(END - timedelta(days=60)), 10 + n % 7) for n in range(200)]
        rows += [(f"c{n:03}", str(END), 10) for n in range(200) if coin.random() < 0.5]
        rows += [(f"d{n}", str(END - timedelta(days=200)), 5) for n in range(3)]
        workspace = store.open(fill(store, tmp_path, {"orders": orders(rows)}))
        change(workspace, weighting={"days": 30}, indicators=("spend", "average_order_value"))
        by(opened_at(workspace, app), "fitted")
        assert "do not predict better than chance: do not use them" in app.warning[0].value
        assert app.button(key="use_fitted").proto.type == "secondary"

    def test_too_long_a_window_says_what_to_choose(self, find):
        by(find, "fitted")
        find.slider(key="find_days").set_value(300).run()
        assert any("choose fewer days" in one.value for one in find.info)
        assert not any(one.key == "use_fitted" for one in find.button)
        assert not find.exception

    def test_without_orders_it_says_what_is_missing(self, app, store, tmp_path):
        answers = {
            "customer_id": [f"c{n}" for n in range(6)],
            "question": ["csat"] * 6,
            "score": [1.0, 2, 3, 4, 5, 5],
            "time": ["2024-01-01"] * 6,
            "position": list(range(6)),
        }
        workspace = store.open(fill(store, tmp_path, {"answers": answers}))
        by(opened_at(workspace, app), "fitted")
        assert any("need orders" in one.value for one in app.info)
        by(app, "entropy").button(key="use_entropy").click().run()
        assert in_use_of(workspace) == {"satisfaction": 1.0}


def in_use_of(workspace):
    return weights.base(workspace.state().draft)


class TestCombined:
    def choose(self, app, first, second, join="linear", share=50):
        by(app, "combine")
        app.pills(key="find_part_1").set_value(first)
        app.pills(key="find_part_2").set_value(second)
        app.segmented_control(key="find_join").set_value(join)
        if join == "linear":
            app.slider(key="find_share").set_value(share)
        app.run()
        assert not app.exception, app.exception[0].message

    def test_two_methods_are_joined_by_the_share(self, find, workspace):
        frame = scores_of(workspace)
        self.choose(find, "entropy", "critic", share=30)
        find.button(key="use_combine").click().run()
        first, second = naive_entropy(frame), weights.critic(frame).weights
        expected = {
            key: 0.3 * first[key] + 0.7 * other
            for key, other in zip(frame, second, strict=True)
            if first[key] or other
        }
        assert in_use(workspace) == pytest.approx(expected)
        draft = workspace.state().draft
        kept = Weighting(method="combine", parts=("entropy", "critic"), share=0.3)
        assert draft.weighting == kept
        base, tables = counted(workspace)
        again = draft.change(**analysis.weigh(base, draft, tables))
        assert weights.effective(again, list(frame)) == pytest.approx(in_use(workspace))

    def test_the_product_with_equal_weights_changes_nothing(self, find, workspace):
        self.choose(find, "direct", "critic", join="multiplicative")
        now, frame = in_use(workspace), scores_of(workspace)
        assert len(set(np.round(list(now.values()), 9))) == 1
        find.button(key="use_combine").click().run()
        found = weights.critic(frame).weights
        expected = {k: w for k, w in zip(frame, found, strict=True) if w > 0}
        assert in_use(workspace) == pytest.approx(expected)

    def test_one_method_twice_is_refused(self, find):
        self.choose(find, "critic", "critic")
        assert any("choose two different ones" in one.value for one in find.info)
        assert not any(one.key == "use_combine" for one in find.button)

    def test_judgements_are_a_part_once_there_are_some(self, find, workspace):
        """Purchase 3 : 1; what the data lack of a family is shared among all that is there."""
        by(find, "combine")
        assert "Judgements of the room" not in find.pills(key="find_part_1").options
        people = [{"name": "Ann", "judgements": {"purchase|relationship": 3}}]
        items = ("purchase", "relationship")
        change(workspace, weighting={"items": items, "participants": people})
        self.choose(find.run(), "ahp", "critic", share=100)
        find.button(key="use_combine").click().run()
        carried = list(scores_of(workspace).columns)
        there = {
            family: judged
            * sum(BY_KEY[key].family == family for key in carried)
            / sum(one.family == family for one in BY_KEY.values())
            for family, judged in (("purchase", 0.75), ("relationship", 0.25))
        }
        families = workspace.state().draft.family_weights
        for family, share in there.items():
            assert families[family] == pytest.approx(share / sum(there.values()))


def test_numbers_on_demand_say_what_the_method_measured(find, workspace):
    by(find, "critic")
    find.session_state["find_numbers"] = True
    find.run()
    table = find.dataframe[-1].value
    found = weights.critic(scores_of(workspace))
    assert 100 * found.weights.max() == pytest.approx(table["found"].iloc[0])
    assert sorted(table["Conflict"]) == pytest.approx(sorted(found.conflict))


def test_every_method_speaks_chinese(find, workspace):
    find.query_params["lang"] = "zh_CN"
    for method in ("entropy", "critic", "principal", "fitted", "combine"):
        by(find, method)


def test_weights_in_use_keep_telling_what_they_changed(find, workspace):
    proposed = find.subheader[0].value
    find.button(key="use_entropy").click().run()
    said_after = find.subheader[0].value
    assert said_after.startswith("Since the saved definition: mean index ")
    numbers = [re.findall(r"[0-9][0-9.]*", one) for one in (proposed, said_after)]
    assert numbers[0] == numbers[1]


def test_only_customers_with_a_level_both_times_are_compared(app, store, tmp_path):
    """Half answered only; weights of orders alone take their level away and give the others one."""
    rows = [(f"c{n}", str(END - timedelta(days=9 * n)), 10 + n) for n in range(1, 11)]
    tables = {
        "orders": orders(rows),
        "answers": {
            "customer_id": [f"c{n}" for n in range(5)], "time": ["2024-06-01"] * 5,
            "question": ["nps"] * 5, "score": [1.0, 3.0, 5.0, 8.0, 9.0], "position": range(5),
        },
    }  # fmt: skip
    workspace = store.open(fill(store, tmp_path, tables))
    change(
        workspace,
        family_weights={"recommendation": 1.0, "purchase": 0.1},
        indicator_weights={"nps_score": 1.0, "recency_days": 1.0},
        weighting={"method": "direct"},
    )
    workspace.save(workspace.state().version)
    opened_at(workspace, app)
    customers = base_of(workspace).customers
    asked, bought = customers["nps_score"].notna(), customers["recency_days"].notna()
    assert (asked & bought).sum() == 4 and (asked & ~bought).sum() == 1
    shown = app.subheader[0].value
    found = naive_entropy(scores_of(workspace))
    share = (customers[list(found)].notna() * pd.Series(found)).sum(axis=1) / sum(found.values())
    has = share.round(9) >= 0.5
    assert f"of the {(asked & has).sum()} customers with a level both times" in shown
    assert f"{(has & ~asked).sum()} gain a level, {(asked & ~has).sum()} lose it." in shown


def test_weights_joined_with_themselves_are_used_once(find, workspace):
    by(find, "combine")
    find.pills(key="find_part_1").set_value("direct").run()
    find.pills(key="find_part_2").set_value("critic").run()
    find.button(key="use_combine").click().run()
    assert not find.exception, find.exception[0].message
    used = in_use(workspace)
    assert any("are in use" in one.value for one in find.success)
    assert not [one for one in find.button if one.key == "use_combine"]
    assert "joins them twice" not in said(find)
    find.pills(key="find_part_2").set_value("entropy").run()
    assert find.button(key="use_combine").label == "Use these weights"
    assert in_use(workspace) == used
