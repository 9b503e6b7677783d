"""As-is and to-be against counts customer by customer, and what must hold whatever the target."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from journey.logs import MAP, events, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.intervals import Z
from loyalty.journey import experience
from loyalty.journey.to_be import model, words
from loyalty.study.journey import JourneyChoices, Target

ORDER = [stage for stage in dict.fromkeys(MAP.values()) if stage != "unassigned"]
NO_EFFECTS = pd.DataFrame(columns=experience.COLUMNS)


def with_targets(*targets, **choices):
    chosen = tuple(Target(touchpoint=name, kind=kind, value=value) for name, kind, value in targets)
    return study(stages=MAP, journey=JourneyChoices(targets=chosen, **choices))


def result(tmp_path, log, *targets, effects=NO_EFFECTS, **choices):
    chosen = with_targets(*targets, **choices)
    frame = log.to_dict("list") if isinstance(log, pd.DataFrame) else log
    tmp_path.mkdir(exist_ok=True)
    read = journey.read(open_literal(tmp_path, events=frame), chosen)
    return model.of_log(read, chosen, effects)


def effect(touchpoint, difference=0.2, half=0.05, good=50, bad=50, enough=True):
    row = {
        "touchpoint": touchpoint, "good": good, "bad": bad, "good_share": 0.4, "bad_share": 0.2,
        "difference": difference, "low": difference - half, "high": difference + half,
        "significant": True, "enough": enough,
    }  # fmt: skip
    return pd.DataFrame([row]).reindex(columns=experience.COLUMNS)


def steps(log):
    """Customer -> [(touchpoint, stage)] in order."""
    found = defaultdict(list)
    for row in sorted(log.itertuples(), key=lambda row: (row.time, row.position)):
        found[row.customer_id].append((row.touchpoint, MAP[row.touchpoint]))
    return found


def first(path, wanted):
    return next((place for place, one in enumerate(path) if wanted in one), None)


def comes_later(path, here, there):
    place = first(path, here)
    return place is not None and any(there == stage for _, stage in path[place + 1 :])


def later_share(walked, here, there):
    paths = [path for path in walked.values() if first(path, here) is not None]
    return sum(comes_later(path, here, there) for path in paths) / len(paths)


def stage(found, key):
    return found.stages.set_index("stage").loc[key]


def test_without_targets_nothing_changes(tmp_path):
    found = result(tmp_path, random_log(1, 2000, 300))
    assert words.answer(found).startswith("Set a target")
    assert not found.moving
    for band in model.BANDS:
        assert (found.stages[f"more_{band}"] == 0).all()
        assert (found.stages[f"customers_{band}"] == found.stages["customers"]).all()
        today = found.stages["conversion"].dropna()
        assert found.stages[f"conversion_{band}"].dropna().tolist() == today.tolist()
    assert found.stages["to_be"].equals(found.stages["feeling"])


def test_a_target_equal_to_today_changes_exactly_nothing(tmp_path):
    log = random_log(2, 2000, 300)
    today = later_share(steps(log), "Website", "purchase")
    mean = log.loc[log["touchpoint"] == "Hotline", "feeling"].astype(float).mean()
    found = result(
        tmp_path, log, ("Website", "conversion", round(today, 6)), ("Hotline", "feeling", mean),
        effects=effect("Hotline"),
    )  # fmt: skip
    assert [one.why for one in found.changes] == ["unchanged", "unchanged"]
    assert not found.more.any()
    assert not found.chance.any()
    assert (found.stages["more_p05"] == 0).all()
    assert (found.stages["more_p95"] == 0).all()
    assert found.stages["to_be"].equals(found.stages["feeling"])


def test_stages_of_today_are_those_of_the_map(tmp_path):
    log = random_log(3, 2000, 300)
    found = result(tmp_path, log, ("Website", "conversion", 0.99))
    for place, key in enumerate(ORDER):
        paths = [path for path in steps(log).values() if first(path, key) is not None]
        assert stage(found, key)["customers"] == len(paths)
        if place + 1 < len(ORDER):
            share = later_share(steps(log), key, ORDER[place + 1])
            assert stage(found, key)["conversion"] == pytest.approx(share, abs=1e-6)


def test_a_raised_conversion_wins_an_equal_part_of_those_lost_who_never_came(tmp_path):
    log = random_log(4, 7000, 3000)
    walked = steps(log)
    today = later_share(walked, "Website", "purchase")
    target = (1 + today) / 2
    found = result(tmp_path, log, ("Website", "conversion", target))
    paths = list(walked.values())
    won = (target - today) / (1 - today)
    lost = [p for p in paths if first(p, "Website") is not None]
    lost = [p for p in lost if not comes_later(p, "Website", "purchase")]
    new = [p for p in lost if first(p, "purchase") is None]
    assert len(new) < len(lost)
    expected = won * len(new)
    assert stage(found, "purchase")["more_p50"] == pytest.approx(expected, rel=0.02)
    for key in ORDER[ORDER.index("purchase") + 1 :]:
        never = sum(first(p, key) is None for p in new)
        expected = won * never * later_share(walked, "purchase", key)
        assert stage(found, key)["more_p50"] == pytest.approx(expected, rel=0.03)
    # The only touchpoint of its stage carries the stage's share to the target.
    assert stage(found, "consideration")["conversion_p50"] == pytest.approx(target, abs=1e-6)
    assert (found.stages["more_p50"][:2] == 0).all()


def test_bands_of_a_raised_conversion_are_those_of_its_counts(tmp_path):
    """Beta for the share of customers concerned: won x customers x Beta(new, the others)."""
    log = random_log(4, 700, 300)
    walked = steps(log)
    found = result(tmp_path, log, ("Website", "conversion", 1.0))
    paths = list(walked.values())
    new = sum(
        first(p, "Website") is not None
        and not comes_later(p, "Website", "purchase")
        and first(p, "purchase") is None
        for p in paths
    )
    drawn = len(paths) * np.random.default_rng(0).beta(new, len(paths) - new, 200_000)
    row = stage(found, "purchase")
    for band, percentile in zip(model.BANDS, model.PERCENTILES, strict=True):
        assert row[f"more_{band}"] == pytest.approx(np.percentile(drawn, percentile), rel=0.03)


def test_a_lowered_conversion_loses_those_who_came_only_after_it(tmp_path):
    log = random_log(5, 7000, 3000)
    walked = steps(log)
    today = later_share(walked, "Website", "purchase")
    found = result(tmp_path, log, ("Website", "conversion", today / 2))
    paths = list(walked.values())
    only_after = [
        p for p in paths
        if comes_later(p, "Website", "purchase") and first(p, "purchase") > first(p, "Website")
    ]  # fmt: skip
    expected = -0.5 * len(only_after)
    assert stage(found, "purchase")["more_p50"] == pytest.approx(expected, rel=0.03)
    then = [p for p in only_after if (first(p, "use") or -1) > first(p, "purchase")]
    never = [
        p for p in paths
        if first(p, "Website") is not None and first(p, "purchase") is None
    ]  # fmt: skip
    anyway = sum(first(p, "use") is not None for p in never) / len(never)
    assert stage(found, "use")["more_p50"] == pytest.approx(
        -0.5 * len(then) * (1 - anyway), rel=0.05
    )
    assert stage(found, "consideration")["conversion_p50"] == pytest.approx(today / 2, abs=1e-6)


def test_a_feeling_works_by_the_good_experiences_it_takes(tmp_path):
    log = random_log(6, 900, 300)
    walked = steps(log)
    felt = log.loc[log["touchpoint"] == "Hotline", "feeling"].dropna().astype(float)
    good, bad = felt[felt > 0], felt[felt < 0]
    target = felt.mean() + 0.2
    found = result(
        tmp_path, log, ("Hotline", "feeling", target), effects=effect("Hotline", 0.2, 0.1)
    )
    share = 0.2 / (good.mean() - bad.mean()) * 0.2
    assert np.median(found.chance) == pytest.approx(share, rel=0.02)
    deviation = share * 0.1 / 0.2 / Z
    assert found.chance.std() == pytest.approx(deviation, rel=0.1)
    paths = [p for p in walked.values() if first(p, "Hotline") is not None]
    never = sum(first(p, "repurchase") is None for p in paths)
    assert np.median(found.more) == pytest.approx(share * never, rel=0.05)
    assert found.passes.sum() == len(paths)
    assert found.days == 90
    assert np.array_equal(found.slower, found.more)


def test_the_feeling_of_the_stage_follows_its_touchpoint(tmp_path):
    log = random_log(6, 900, 300)
    felt = log.loc[log["touchpoint"] == "Hotline", "feeling"].dropna().astype(float)
    found = result(tmp_path, log, ("Hotline", "feeling", 0.5), effects=effect("Hotline"))
    row = stage(found, "service")  # of one touchpoint
    assert row["to_be"] == pytest.approx(0.5, abs=1e-3)
    assert row["feeling"] == pytest.approx(felt.mean(), abs=1e-4)
    assert row["to_be_high"] - row["to_be"] == pytest.approx(
        row["feeling_high"] - row["feeling"], abs=1e-3
    )
    others = found.stages[found.stages["stage"] != "service"]
    assert others["to_be"].equals(others["feeling"])


def test_no_target_exceeds_everybody_or_falls_below_nobody(tmp_path):
    log = random_log(8, 600, 200)
    names = [name for name in MAP if MAP[name] not in ("advocacy", "unassigned")]
    for value, sign in ((9.0, 1), (-9.0, -1)):
        targets = [(name, "conversion", value) for name in names]
        targets += [(name, "feeling", value) for name in names]
        effects = pd.concat([effect(name, 0.9) for name in names])
        found = result(tmp_path / str(value), log, *targets, effects=effects)
        everybody = len(steps(log))
        for band in model.BANDS:
            assert found.stages[f"customers_{band}"].between(0, everybody).all()
            assert found.stages[f"conversion_{band}"].dropna().between(0, 1).all()
            assert (sign * found.stages[f"more_{band}"] >= 0).all()
        assert (np.abs(found.chance) <= 1).all()


def test_two_ways_to_the_goal_count_a_customer_once(tmp_path):
    """Everybody passes both touchpoints of a stage; each target alone wins half of those lost."""
    rows = [
        (f"C{number:03}", f"2024-01-{day:02}", name)
        for number in range(200)
        for day, name in ((1, "Website"), (2, "Chat"), (3, "Checkout"))
        if name != "Checkout" or number < 100
    ]
    chosen = MAP | {"Chat": "consideration"}

    def more(*targets):
        stored = tuple(Target(touchpoint=name, kind="conversion", value=0.75) for name in targets)
        given = study(stages=chosen, journey=JourneyChoices(targets=stored))
        tables = open_literal(tmp_path, events=events(rows))
        return np.median(model.of_log(journey.read(tables, given), given, NO_EFFECTS).more)

    assert more("Website") == pytest.approx(50, rel=0.02)
    assert more("Website", "Chat") == pytest.approx(75, rel=0.02)


def test_a_later_target_takes_the_newcomers_of_an_earlier_one_along(tmp_path):
    """100 see the advert, 50 come on, 25 of them buy: both steps won for everybody is 75 more."""
    rows = [
        (f"C{number:03}", f"2024-01-{day:02}", name)
        for number in range(100)
        for day, name, reach in ((1, "Advert", 100), (2, "Website", 50), (3, "Checkout", 25))
        if number < reach
    ]
    both = result(tmp_path, events(rows), ("Advert", "conversion", 1), ("Website", "conversion", 1))
    row = stage(both, "purchase")
    assert row["customers_p50"] == pytest.approx(100, abs=1)
    assert row["customers_p95"] <= 100
    half = result(tmp_path / "half", events(rows), ("Advert", "conversion", 1))
    assert np.median(half.more) == pytest.approx(25, rel=0.05)
    assert np.median(half.slower) == pytest.approx(12.5, rel=0.05)
    assert "half as often" in words.slower(half)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (("Nowhere", "conversion", 0.5), "unknown"),
        (("Tell a friend", "conversion", 0.5), "last"),
        (("Riddle", "conversion", 0.5), "last"),
        (("Manual", "feeling", 0.5), "unmeasured"),
        (("Hotline", "feeling", 1.0), "capped"),
    ],
)
def test_what_a_target_cannot_do_is_said(tmp_path, target, why):
    log = random_log(9, 900, 300)
    found = result(tmp_path, log, target, effects=effect("Hotline"))
    assert [one.why for one in found.changes] == [why]
    assert words.why(found.changes[0])
    assert bool(found.moving) == (why == "capped")


def test_too_few_experiences_say_nothing_but_move_the_line(tmp_path):
    log = random_log(9, 900, 300)
    found = result(
        tmp_path, log, ("Hotline", "feeling", 0.5), effects=effect("Hotline", enough=False)
    )
    assert not found.more.any()
    assert words.answer(found) == "Nothing follows from these targets."
    assert stage(found, "service")["to_be"] == pytest.approx(0.5, abs=1e-3)


def test_a_difference_that_may_be_chance_is_counted_and_said(tmp_path):
    log = random_log(9, 900, 300)
    unsure = effect("Hotline", 0.02, 0.1).assign(significant=False)
    found = result(tmp_path, log, ("Hotline", "feeling", 0.3), effects=unsure)
    assert [(one.why, one.moves) for one in found.changes] == [("unsure", True)]
    low, high = np.percentile(found.chance, [5, 95])
    assert low < 0 < high


def test_feelings_all_missing_or_all_alike(tmp_path):
    log = random_log(9, 300, 100)
    for place, feeling in enumerate((None, 0.5)):
        found = result(
            tmp_path / str(place), log.assign(feeling=feeling), ("Hotline", "feeling", 0.2),
            effects=effect("Hotline"),
        )  # fmt: skip
        assert [one.why for one in found.changes] == ["unscored"]
        assert not found.more.any()


def test_an_empty_log_and_one_event(tmp_path):
    later = events([("a", "2030-01-01", "Advert")])
    empty = result(tmp_path, later, ("Advert", "conversion", 0.5))
    assert empty.goal == ""
    assert empty.stages.empty
    assert [one.why for one in empty.changes] == ["unknown"]
    one = result(tmp_path / "one", events([("a", "2024-01-01", "Advert")]))
    assert one.stages["customers"].tolist() == [1]
    riddle = result(tmp_path / "riddle", events([("a", "2024-01-01", "Riddle")]))
    assert riddle.stages.empty


def test_the_same_seed_gives_the_same_numbers(tmp_path):
    log = random_log(10, 900, 300)
    target = ("Website", "conversion", 0.95)
    one, two = (result(tmp_path / str(time), log, target) for time in range(2))
    assert one.stages.equals(two.stages)
    assert np.array_equal(one.more, two.more)


def test_the_sentences_carry_the_numbers(tmp_path):
    log = random_log(4, 700, 300)
    found = result(tmp_path, log, ("Website", "conversion", 1.0))
    now = int(stage(found, "repurchase")["customers"])
    median = round(float(np.median(found.more)))
    said = words.answer(found)
    assert said.startswith(f"{median} more customers would reach Repurchase")
    assert said.endswith(f"today {now} do.")
    assert words.causal(found) == ""
    days = (pd.Timestamp("2025-01-02") - log.loc[log["touchpoint"] == "Website"].groupby(
        "customer_id")["time"].min()).dt.days.mean()  # fmt: skip
    assert found.days == pytest.approx(days, abs=1)
    chance = words.chance(found)
    assert "who pass “Website”" in chance and "rises by" in chance and "+" in chance
    assert f"within {found.days} days" in chance
    assert f"Why {found.days} days: on average so long ago" in chance


def test_a_fall_and_no_change_are_called_so(tmp_path):
    log = random_log(4, 700, 300)
    found = result(tmp_path, log, ("Website", "conversion", 1.0))
    less = replace(found, more=np.full(3, -7.0), chance=np.full(3, -0.021))
    assert words.answer(less).startswith("7 fewer customers would reach Repurchase (90% band")
    assert "falls by 2.1 points (−2.1 to −2.1)" in words.chance(less)
    still = replace(found, more=np.array([-0.2, 0.0, 0.3]))
    assert words.answer(still).startswith("As many customers as today would reach Repurchase")


def test_the_days_of_a_feeling_are_those_of_the_study(tmp_path):
    log = random_log(4, 700, 300)
    found = result(tmp_path, log, ("Hotline", "feeling", 1.0), effects=effect("Hotline"))
    assert found.moving and found.days == with_targets().journey.within_days
    said = f"Why {found.days} days: it is what “Buys again within (days)”"
    assert said in words.chance(found)


def test_nothing_follows_from_a_target_where_a_purchase_ends_the_journey(tmp_path):
    log = random_log(21, 3000, 400)
    found = result(
        tmp_path, log, ("Checkout", "conversion", 0.9), ("Advert", "conversion", 0.9),
        cut="purchase",
    )  # fmt: skip
    assert [(one.target.touchpoint, one.why) for one in found.changes] == [
        ("Advert", ""), ("Checkout", "ended"),
    ]  # fmt: skip
    ended = ["purchase", "repurchase", "advocacy"]
    bands = [f"conversion_{band}" for band in model.BANDS]
    assert found.stages.set_index("stage").loc[ended, bands].isna().all(axis=None)
    others = found.stages[~found.stages["stage"].isin(ended)]
    assert others[bands].notna().all(axis=None)


def test_newcomers_at_a_purchase_that_ends_the_journey_come_no_further(tmp_path):
    rows = [(f"a{n:02}", "2024-01-01", "Website") for n in range(8)]
    rows += [(f"b{n:02}", f"2024-01-0{day}", name) for n in range(8)
             for day, name in ((1, "Website"), (2, "Checkout"))]  # fmt: skip
    rows += [("c", "2024-01-01", "Hotline")]
    uncut = result(tmp_path / "uncut", events(rows), ("Website", "conversion", 0.9))
    cut = result(tmp_path / "cut", events(rows), ("Website", "conversion", 0.9), cut="purchase")
    for found in (uncut, cut):
        assert stage(found, "purchase")["more_p50"] > 4
    assert stage(uncut, "service")["more_p95"] > 0
    assert stage(cut, "service")["more_p95"] == 0
