"""Two definitions compared, value separated, and segments kept, against naive counts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from loyalty.intervals import wilson
from loyalty.replay import History
from loyalty.segmentation import compare

NAN = float("nan")
A, B = ["loyal", "new", "unassigned"], ["new", "other", "unassigned"]


def random_codes(count=500, size=3, seed=1):
    return np.random.default_rng(seed).integers(0, size, (2, count)).astype(np.int16)


def test_the_cross_table_counts_every_pair():
    one, two = random_codes()
    found = compare.cross_table(one, A, two, B)
    assert len(found) == 9 and found["customers"].sum() == 500
    expected = pd.crosstab(one, two)
    for row in found.itertuples():
        count = expected.loc[A.index(row.first), B.index(row.second)]
        assert row.customers == count
        assert row.share_of_first == pytest.approx(count / (one == A.index(row.first)).sum())
        assert row.share_of_second == pytest.approx(count / (two == B.index(row.second)).sum())


def test_an_empty_segment_has_no_shares():
    found = compare.cross_table(np.array([0, 0]), A, np.array([1, 1]), B)
    assert found["customers"].tolist() == [0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert found["share_of_first"].isna().tolist() == [False] * 3 + [True] * 6
    assert compare.cross_table(np.array([], int), A, np.array([], int), B)["customers"].sum() == 0


def test_agreement_by_name_and_without_names():
    one, two = random_codes()
    found = compare.agreement(one, A, two, B)
    names = [(A[a], B[b]) for a, b in zip(one, two, strict=True)]
    assert found.customers == 500
    assert found.same == pytest.approx(np.mean([a == b for a, b in names]))
    assert found.rand == pytest.approx(adjusted_rand_score(one, two))


def test_definitions_without_a_common_name_agree_by_groups_only():
    one, two = random_codes()
    found = compare.agreement(one, ["x", "y", "unassigned"], two, ["p", "q", "unassigned"])
    assert np.isnan(found.same) and not np.isnan(found.rand)
    renamed = compare.agreement(one, ["x", "y", "unassigned"], one, ["p", "q", "unassigned"])
    assert np.isnan(renamed.same) and renamed.rand == 1
    nobody = compare.agreement(one[:0], A, two[:0], A)
    assert nobody.customers == 0 and np.isnan(nobody.same) and np.isnan(nobody.rand)


def test_value_is_counted_from_the_best_segment_down():
    codes = np.array([0, 0, 1, 1, 1, 2])
    spend = np.array([10.0, NAN, 100.0, 50.0, 30.0, -5.0])
    found = compare.value_concentration(codes, [*"abcd"], spend)
    assert found.table["segment"].tolist() == ["b", "a", "c", "d"]
    assert found.table["mean"].tolist()[:3] == [60, 10, -5] and np.isnan(found.table["mean"][3])
    assert found.table["spend_so_far"].tolist() == pytest.approx([180 / 185, 190 / 185, 1, 1])
    assert found.table["customers_so_far"].tolist() == pytest.approx([3 / 6, 5 / 6, 1, 1])
    assert found.best == "b"


def test_the_variance_explained_is_that_of_an_analysis_of_variance():
    codes = random_codes()[0]
    spend = np.random.default_rng(2).gamma(2, 50, 500) + 40 * codes
    groups = [spend[codes == code] for code in range(3)]
    within = sum(((one - one.mean()) ** 2).sum() for one in groups)
    total = ((spend - spend.mean()) ** 2).sum()
    found = compare.value_concentration(codes, A, spend)
    assert found.explained == pytest.approx(1 - within / total)


def test_what_the_best_segment_captures_of_the_best_tenth():
    rng = np.random.default_rng(3)
    codes, spend = rng.integers(0, 3, 200), rng.permutation(200) + 1.0
    found = compare.value_concentration(codes, A, spend)
    top = spend > 180
    inside = top & (codes == A.index(found.best))
    assert found.captured == pytest.approx(spend[inside].sum() / spend[top].sum())


def test_equal_spenders_at_the_border_count_in_part():
    codes = np.array([0] * 5 + [1] * 15)
    spend = np.array([5.0] * 5 + [5.0] * 14 + [20.0])
    found = compare.value_concentration(codes, A, spend)
    assert found.best == "new"  # mean 6
    assert found.captured == pytest.approx((20 + 5 * 14 / 19) / 25)  # 2 of 20: one and 1/19 each
    level = compare.value_concentration(codes, A, np.full(20, 5.0))
    assert np.isnan(level.explained)
    assert level.best == "loyal" and level.captured == pytest.approx(0.25)


@pytest.mark.parametrize("spend", [[], [NAN, NAN], [0.0, 0.0], [-1.0, -2.0], [7.0]])
def test_value_that_cannot_be_shared_out_is_missing(spend):
    found = compare.value_concentration(np.zeros(len(spend), int), A, np.array(spend))
    assert np.isnan(found.explained) or found.explained == 0
    assert found.captured == 1 if spend == [7.0] else np.isnan(found.captured)
    assert (found.best == "") == (not len(spend) or np.isnan(spend[0]))


def history(codes) -> History:
    days = tuple(date(2024, month, 1) for month in range(1, len(codes[0]) + 1))
    ids = pd.Index([str(place) for place in range(len(codes))])
    return History(ids, days, ("a", "b", "unassigned"), np.array(codes, dtype=np.int16))


def test_who_stays_by_hand():
    found = compare.stability_over_time(
        history([[0, 0, 1], [0, 1, 1], [-1, 1, 1], [0, 0, 0], [-1, -1, 2]])
    )
    assert found["since"].dt.month.tolist() == [1] * 4 + [2] * 4
    assert found["until"].dt.month.tolist() == [2] * 4 + [3] * 4
    assert found["segment"].tolist() == ["a", "b", "unassigned", compare.EVERYBODY] * 2
    assert found["customers"].tolist() == [3, 0, 0, 3, 2, 2, 0, 4]
    assert found["stayed"].tolist() == [2, 0, 0, 2, 1, 2, 0, 3]
    low, high = wilson(2, 3)
    first = found.iloc[0]
    assert [first["share"], first["low"], first["high"]] == pytest.approx([2 / 3, low, high])
    assert found["share"].isna().tolist() == [False, True, True, *[False] * 3, True, False]


def test_who_stays_is_what_a_loop_counts():
    codes = np.random.default_rng(4).integers(-1, 3, (300, 4))
    codes = np.maximum.accumulate(codes >= 0, axis=1) * (codes + 1) - 1  # once known, always
    codes = np.where((codes < 0) & (np.maximum.accumulate(codes, axis=1) >= 0), 0, codes)
    found = compare.stability_over_time(history(codes)).set_index(["since", "segment"])
    for place in range(3):
        for code, name in enumerate(("a", "b", "unassigned")):
            there = codes[:, place] == code
            row = found.loc[(pd.Timestamp(2024, place + 1, 1), name)]
            assert row["customers"] == there.sum()
            assert row["stayed"] == (there & (codes[:, place + 1] == code)).sum()


def test_one_day_tells_nothing_of_staying():
    assert compare.stability_over_time(history([[0], [1]])).empty
