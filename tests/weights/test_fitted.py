import importlib
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from tables import open_literal, orders

from loyalty import scoring
from loyalty.indicators import BY_KEY, CATALOGUE
from loyalty.problems import Refused
from loyalty.weights import fitted, windows

MODULE = importlib.import_module("loyalty.weights.fitted")


def simulated(coefficients, rows=6000, seed=2) -> tuple[pd.DataFrame, np.ndarray]:
    """Uniform scores, and an outcome whose log odds are -1.5 + coefficients x scores."""
    rng = np.random.default_rng(seed)
    scores = rng.random((rows, len(coefficients)))
    frame = pd.DataFrame(scores, columns=[f"i{n}" for n in range(len(coefficients))])
    return frame, rng.random(rows) < expit(-1.5 + scores @ np.array(coefficients))


def test_planted_coefficients_are_found_with_their_quality():
    found = fitted(*simulated([3.0, 1.0, 0.5], rows=20_000))
    assert found.weights == pytest.approx(np.array([3, 1, 0.5]) / 4.5, abs=0.03)
    assert found.weights.sum() == pytest.approx(1)
    assert found.intercept == pytest.approx(-1.5, abs=0.15)
    assert (found.train, found.test) == (14_000, 6_000)
    assert found.useful
    assert found.skill_low > 0
    assert found.brier < found.base_brier
    assert (found.dropped, found.constant) == ((), ())
    rates = found.calibration
    assert rates["observed"].to_numpy() == pytest.approx(rates["predicted"].to_numpy(), abs=0.05)


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_all_positive_coefficients_equal_scikit_learn(missing):
    frame, outcome = simulated([2.0, 1.0, 0.7])
    frame["i1"] = frame["i1"].mask(np.random.default_rng(9).random(len(frame)) < missing)
    train, test = MODULE.split(frame.to_numpy(), outcome, 0.3, 1)
    filled = frame.fillna(frame.iloc[train].mean())
    peer = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000)
    peer.fit(filled.iloc[train], outcome[train])
    assert (peer.coef_ > 0).all()
    found = fitted(frame, outcome)
    assert found.coefficients == pytest.approx(peer.coef_[0], abs=1e-4)
    assert found.intercept == pytest.approx(peer.intercept_[0], abs=1e-4)
    probability = peer.predict_proba(filled.iloc[test])[:, 1]
    assert found.brier == pytest.approx(np.mean((probability - outcome[test]) ** 2), abs=1e-6)


def test_hold_out_rows_take_no_part_in_the_fit(monkeypatch):
    frame, outcome = simulated([2.0, 1.0])
    train, test = MODULE.split(frame.to_numpy(), outcome, 0.3, 1)
    assert sorted([*train, *test]) == list(range(len(frame)))
    monkeypatch.setattr(MODULE, "split", lambda *_: (train, test))
    right = fitted(frame, outcome)
    frame.iloc[test] = 1 - frame.iloc[test] ** 2
    wrong = fitted(frame, outcome)
    assert (wrong.coefficients == right.coefficients).all()
    assert wrong.auc < 0.5 < right.auc
    assert not wrong.useful


def test_an_indicator_that_would_count_against_weighs_nothing_and_is_named():
    frame, outcome = simulated([2.0, -2.0, 1.0])
    found = fitted(frame, outcome)
    assert found.weights[1] == 0
    assert found.dropped == ("i1",)
    train, _ = MODULE.split(frame.to_numpy(), outcome, 0.3, 1)
    alone = LogisticRegression(C=1.0, tol=1e-10).fit(frame.iloc[train, [0, 2]], outcome[train])
    assert found.coefficients[[0, 2]] == pytest.approx(alone.coef_[0], abs=1e-3)


def test_no_better_coefficients_exist_above_zero():
    frame, outcome = simulated([1.0, -0.5, 0.5], rows=400)
    found = fitted(frame.to_numpy(), outcome)
    train, _ = MODULE.split(frame.to_numpy(), outcome, 0.3, 1)
    scores, happened = frame.to_numpy()[train], outcome[train]

    def loss(intercept, coefficients):
        probability = expit(intercept + scores @ coefficients)
        likelihood = np.log(np.where(happened, probability, 1 - probability)).sum()
        return -likelihood + (coefficients**2).sum() / 2

    best = loss(found.intercept, found.coefficients)
    rng = np.random.default_rng(0)
    for _ in range(500):
        near = np.maximum(0, found.coefficients + rng.normal(0, 0.1, 3))
        assert loss(found.intercept + rng.normal(0, 0.1), near) >= best - 1e-9


def test_noise_is_not_useful():
    useful = [fitted(*simulated([0.0] * 4, rows=600, seed=seed)).useful for seed in range(20)]
    assert sum(useful) <= 3


def test_without_any_indicator_that_goes_along_all_weigh_the_same_and_it_says_so():
    frame, outcome = simulated([-2.0, -1.0])
    found = fitted(frame, outcome)
    assert found.weights.tolist() == [0.5, 0.5]
    assert found.coefficients.tolist() == [0, 0]
    assert found.note.startswith("No indicator goes along")
    assert found.dropped == ("i0", "i1")
    assert found.auc == 0.5
    assert not found.useful
    assert found.skill == pytest.approx(0, abs=1e-6)


def test_the_order_of_rows_does_not_matter_and_the_seed_does():
    frame, outcome = simulated([2.0, 1.0], rows=500)
    frame = frame.mask(np.random.default_rng(1).random(frame.shape) < 0.2).round(1)
    mixed = np.random.default_rng(3).permutation(500)
    one, two = fitted(frame, outcome), fitted(frame.iloc[mixed], outcome[mixed])
    assert (one.weights == two.weights).all()
    assert (one.auc, one.brier) == (two.auc, two.brier)
    pd.testing.assert_frame_equal(one.calibration, two.calibration)
    assert (fitted(frame, outcome, seed=2).weights != one.weights).any()


def test_columns_without_variation_weigh_nothing_and_are_named():
    frame, outcome = simulated([2.0, 1.0])
    frame["same"], frame["none"] = 0.1, np.nan
    found = fitted(frame, outcome)
    assert found.weights[2:].tolist() == [0, 0]
    assert found.constant == ("same", "none")
    assert found.dropped == ()
    assert found.weights[:2] == pytest.approx(fitted(frame[["i0", "i1"]], outcome).weights, abs=0.1)


def test_a_separable_outcome_stays_finite():
    scores = np.linspace(0, 1, 100)[:, None]
    found = fitted(scores, scores[:, 0] > 0.5)
    assert np.isfinite(found.coefficients).all()
    assert found.auc == 1
    assert 0.5 < found.auc_low < 1


@pytest.mark.parametrize(
    ("rows", "outcome", "sentence"),
    [
        (100, np.ones(100, bool), "same outcome"),
        (100, np.arange(100) < 9, "at least 50 customers and 10"),
        (49, np.arange(49) % 2, "there are 49, of whom 24 did and 25 did not"),
        (100, np.arange(99) % 2, "100 rows of scores and 99 outcomes"),
        (100, [None, *[True] * 99], "neither yes nor no"),
        (100, np.full(100, 0.5), "neither yes nor no"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_in_words(rows, outcome, sentence):
    scores = np.random.default_rng(0).random((rows, 2))
    with pytest.raises(Refused, match=sentence):
        fitted(scores, outcome)


def test_an_infinite_score_is_refused():
    scores = np.random.default_rng(0).random((100, 2))
    scores[3, 1] = np.inf
    with pytest.raises(Refused, match="infinite"):
        fitted(scores, np.arange(100) % 2)


AS_OF = date(2024, 6, 30)


def bought(*extra: tuple) -> dict:
    """Sixty customers with an order on 1 January 2024, and what else is given."""
    return orders([(f"c{n:02}", "2024-01-01", 10) for n in range(60)] + list(extra))


def test_windows_touch_at_midnight_and_do_not_overlap(tmp_path):
    day = AS_OF - timedelta(days=90)  # 1 April
    extra = [
        ("c00", f"{day} 23:59:59", 5),  # still the indicators
        ("c01", f"{day + timedelta(days=1)} 00:00:00", 7),  # already the outcome
        ("c02", f"{AS_OF} 23:59:59", 7),
        ("c03", f"{AS_OF + timedelta(days=1)}", 7),  # after the study's day
        ("c04", "2024-05-01", -7, True),  # a return is no order
        ("late", "2024-05-01", 7),  # nobody yet on 1 April
        ("ret", "2024-02-01", -7, True),
    ]
    tables = open_literal(tmp_path, orders=bought(*extra))
    frame, outcome = windows(tables, AS_OF, 90, CATALOGUE)
    assert frame["customer_id"].tolist() == [f"c{n:02}" for n in range(60)]
    assert frame["customer_id"][outcome].tolist() == ["c01", "c02"]
    wanted = pd.Series([10.0] * 60)
    wanted[0] = 15.0
    assert frame["spend"].tolist() == wanted.tolist()
    assert frame["recency_days"].tolist() == [0.0, *[91.0] * 59]


def test_what_has_no_time_may_be_later_and_is_left_out(tmp_path):
    tables = open_literal(
        tmp_path,
        orders=bought(("c05", None, 99)),
        events={
            "customer_id": ["c00", "c00"],
            "time": ["2024-01-02", None],
            "touchpoint": ["mail", "mail"],
            "position": [0, 1],
        },
        answers={"customer_id": ["c00"], "question": ["nps"], "score": [9.0], "position": [0]},
        customers={"customer_id": ["c00"], "joined": [None], "referred_by": ["c01"]},
    )
    frame, outcome = windows(tables, AS_OF, 90, CATALOGUE)
    assert not outcome.any()
    assert frame["spend"].tolist() == [10.0] * 60
    assert frame["interaction_count"][0] == 1
    assert frame["nps_score"].isna().all()
    assert frame["referral_count"].sum() == 0


def test_the_record_must_reach_back(tmp_path):
    tables = open_literal(tmp_path, orders=bought())
    with pytest.raises(Refused, match=r"By 2023-12-31, .* only 0 customers had ordered; 50 are"):
        windows(tables, AS_OF, 182, CATALOGUE)
    assert len(windows(tables, AS_OF, 181, CATALOGUE)[0]) == 60
    with pytest.raises(Refused, match="need orders"):
        windows({}, AS_OF, 90, CATALOGUE)


def test_a_planted_habit_earns_the_weight(tmp_path):
    """Customers of many small orders come back, the big spenders of one order do not."""
    rng = np.random.default_rng(6)
    rows = []
    for n in range(200):
        often = n % 2 == 0
        days = rng.integers(0, 80, 8 if often else 1)
        rows += [(f"c{n:03}", f"{date(2024, 1, 1) + timedelta(int(d))}", 5) for d in days]
        rows += [(f"c{n:03}", "2024-01-01", 0 if often else 500)]
        if rng.random() < (0.8 if often else 0.1):
            rows.append((f"c{n:03}", "2024-05-15", 5))
    tables = open_literal(tmp_path, orders=orders(rows))
    used = [BY_KEY["order_count"], BY_KEY["spend"]]
    frame, outcome = windows(tables, AS_OF, 90, used)
    scored = scoring.scores(frame, scoring.learn(frame))
    found = fitted(scoring.frame(scored), outcome)
    assert scored.keys == ("order_count", "spend")
    assert found.weights.tolist() == [1, 0]
    assert found.dropped == ("spend",)
    assert found.useful
