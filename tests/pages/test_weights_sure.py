"""How sure: shares that stay, ranks and decisive weights against draws and loops of the test."""

import re

import numpy as np
import pandas as pd
import pytest
from pages.conftest import base_of, fill
from tables import orders

from loyalty import features, segmentation, weights
from loyalty.indicators import BY_KEY
from loyalty.language import percent
from loyalty.weights import groups
from pages import plain_index

DRAWS = 1500


@pytest.fixture
def sure(workspace, app):
    return opened_at(workspace.id, app)


def opened_at(key, app):
    app.query_params["w"] = key
    app.query_params["view"] = "indicators.sure"
    app.run()
    app.switch_page("indicators.py").run()
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    return " ".join(one.value for one in (*app.subheader, *app.markdown, *app.caption, *app.info))


class Known:
    """What the page should say, from plain numbers."""

    def __init__(self, workspace):
        self.study = workspace.state().draft
        self.people = base_of(workspace).customers
        self.keys = [key for key in weights.base(self.study) if self.people[key].notna().any()]
        self.weight = weights.effective(self.study, self.keys)
        scores = pd.DataFrame(
            {
                key: [plain_index.score(one, key, self.study.scale) for one in self.people[key]]
                for key in self.keys
            }
        )
        self.scores = scores.where(self.people[self.keys].notna().to_numpy())

    def levels(self, weight: np.ndarray) -> list[str]:
        known = self.scores.notna() * weight
        index = 100 * (self.scores.fillna(0) * weight).sum(axis=1) / known.sum(axis=1)
        return [
            plain_index.level(value, share, self.study)
            for value, share in zip(index, known.sum(axis=1) / sum(weight), strict=True)
        ]

    def index(self, weight: np.ndarray) -> pd.Series:
        known = self.scores.notna() * weight
        return 100 * (self.scores.fillna(0) * weight).sum(axis=1) / known.sum(axis=1)

    def vector(self, **changed: float) -> np.ndarray:
        return np.array([{**self.weight, **changed}[key] for key in self.keys])


def test_the_share_that_keeps_its_level_is_that_of_other_draws(sure, workspace):
    known = Known(workspace)
    now = np.array(known.levels(known.vector()))
    rng = np.random.default_rng(99)
    drawn_levels = [known.levels(one) for one in rng.dirichlet(100 * known.vector(), DRAWS)]
    same = (np.array(drawn_levels) == now).mean(axis=0)
    found = next(one.value for one in sure.dataframe if "stable" in one.value)
    for row in found.itertuples():
        here = now == row.level.lower()
        assert row.customers == here.sum()
        if here.any():
            assert row.staying / 100 == pytest.approx(same[here].mean(), abs=0.04)
    agreement = re.search(r"in an average draw, (\d+)%", said(sure)).group(1)
    assert int(agreement) / 100 == pytest.approx(same[now != plain_index.NONE].mean(), abs=0.03)
    stable = int(re.match(r"(\d+)% of customers", sure.subheader[0].value).group(1)) / 100
    near = np.abs(same[now != plain_index.NONE] - 0.9) < 0.04
    sharp = (same[now != plain_index.NONE] >= 0.9).mean()
    assert abs(stable - sharp) <= near.mean() + 0.006


def test_the_decisive_weight_is_the_one_whose_loss_moves_most(sure, workspace):
    known = Known(workspace)
    now = known.levels(known.vector())
    moved = {
        key: tuple(
            sum(
                a != b
                for a, b in zip(now, known.levels(known.vector(**{key: w})), strict=True)
                if a != plain_index.NONE
            )
            / sum(one != plain_index.NONE for one in now)
            for w in (0.0, 2 * known.weight[key])
        )
        for key in known.keys
    }
    best = max(moved, key=lambda key: moved[key][0])
    lost, doubled = moved[best]
    text = f"{BY_KEY[best].label}: without it, {100 * lost:.1f}".rstrip("0").rstrip(".")
    assert text in said(sure)
    assert f"doubled, {100 * doubled:.1f}".rstrip("0").rstrip(".") in said(sure)


def test_the_first_segment_is_the_one_that_other_draws_rank_first(sure, workspace):
    known = Known(workspace)
    names = segmentation.assign(known.people, known.study)["segment"].astype(str)
    rng = np.random.default_rng(7)
    first = [
        known.index(one).groupby(names.to_numpy()).mean().idxmax()
        for one in rng.dirichlet(100 * known.vector(), 500)
    ]
    best = pd.Series(first).value_counts(normalize=True)
    label = best.index[0].replace("_", " ")
    share = re.search(r"(\w[\w ]*) ranks first in (\d+)% of the draws", said(sure))
    assert share.group(1).lower() == label
    assert int(share.group(2)) / 100 == pytest.approx(best.iloc[0], abs=0.06)


def test_more_variation_means_less_certainty(sure):
    def stable():
        return int(re.match(r"(\d+)%", sure.subheader[0].value).group(1))

    little = stable()
    sure.select_slider(key="strength").set_value(10).run()
    assert not sure.exception
    assert stable() < little
    sure.select_slider(key="strength").set_value(1000).run()
    assert stable() >= little


def test_the_largest_weight_is_named_with_its_range(sure, workspace):
    known = Known(workspace)
    key = max(known.weight, key=known.weight.get)
    text = f"{BY_KEY[key].label} weighs most: {100 * known.weight[key]:.1f}".rstrip("0").rstrip(".")
    assert text in said(sure)
    low, high = np.percentile(
        np.random.default_rng(3).beta(
            100 * known.weight[key], 100 * (1 - known.weight[key]), 200_000
        ),
        (5, 95),
    )
    found = re.search(r"between ([\d.]+)% and ([\d.]+)%", said(sure))
    assert float(found.group(1)) == pytest.approx(100 * low, abs=0.2)
    assert float(found.group(2)) == pytest.approx(100 * high, abs=0.2)


def test_one_indicator_alone_has_nothing_to_vary(app, workspace):
    state = workspace.state()
    alone = state.draft.change(family_weights={"purchase": 1}, indicator_weights={"spend": 1})
    workspace.change(alone, state.version)
    app = opened_at(workspace.id, app)
    assert "one indicator alone" in said(app)


def test_no_weight_at_all_says_so(app, workspace):
    state = workspace.state()
    workspace.change(state.draft.change(family_weights={"purchase": 0}), state.version)
    app = opened_at(workspace.id, app)
    assert "All weights are zero: there is no index." in said(app)


def test_nobody_with_a_level_says_so(app, store, tmp_path):
    # each knows one third of the weight
    tables = {
        "orders": orders([("a", "2024-01-01", 5)]),
        "answers": {
            "customer_id": ["b", "c"], "time": ["2024-01-01"] * 2, "question": ["csat", "nps"],
            "score": [4.0, 9.0], "position": [0, 1],
        },
    }  # fmt: skip
    workspace = store.open(fill(store, tmp_path, tables))
    state = workspace.state()
    thirds = {"purchase": 1.0, "recommendation": 1.0, "emotion": 1.0}
    each = {"recency_days": 1.0, "nps_score": 1.0, "satisfaction": 1.0}
    draft = state.draft.change(family_weights=thirds, indicator_weights=each)
    workspace.change(draft, state.version)
    app = opened_at(workspace.id, app)
    assert "No customer has a level" in said(app)


def test_groups_of_weights_are_drawn_by_themselves(app, workspace):
    state = workspace.state()
    sets = {
        key: {
            "family_weights": one.choices()["family_weights"],
            "indicator_weights": one.choices()["indicator_weights"],
        }
        for key, one in weights.LIFE_STAGES.items()
    }
    grouped = state.draft.change(group_by="life_cycle", group_weights=sets)
    workspace.change(grouped, state.version)
    app = opened_at(workspace.id, app)
    assert "Each group's set of weights is drawn by itself." in said(app)
    assert "Ranks are by the study's own weights" in said(app)
    best = {
        value: max(one.items(), key=lambda pair: pair[1])
        for value, one in groups.sets(grouped, Known(workspace).keys).items()
    }
    here = features.frame(Known(workspace).people, grouped, ("life_cycle",))["life_cycle"]
    key, weight = max((best[value] for value in set(here.dropna())), key=lambda pair: pair[1])
    text = f"{BY_KEY[key].label} weighs most: {percent(weight, digits=1)} of the index."
    assert text in said(app)
    assert "That is in the weights of the group " in said(app)
