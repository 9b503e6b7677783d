"""Removal effects: published examples, paths enumerated one by one, a bootstrap in plain Python."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from journey.logs import MAP, events, journeys, random_log, study
from tables import open_literal, orders

from loyalty import journey
from loyalty.journey import absorbing, removal
from loyalty.journey.removal import Goal
from loyalty.problems import Refused

BOUGHT = Goal("touchpoint", "Bought")


def log_of(tmp_path, rows, **choices):
    tables = open_literal(tmp_path, events=events(rows))
    return journey.read(tables, study(**choices))


def paths(*ways: str) -> list[tuple]:
    """Events of one customer per way "A > B > Bought", a day apart."""
    return [
        (f"c{number:03}", f"2024-01-{day:02}", name)
        for number, way in enumerate(ways)
        for day, name in enumerate(way.split(" > "), start=1)
    ]


def effects(table) -> dict[str, float]:
    return dict(zip(table["touchpoint"], table["removal_effect"], strict=True))


def chain_of(ways: list[list[str]], goal: set[str]) -> dict[str, dict[str, float]]:
    """Transition shares counted way by way, "start" and "null" included."""
    moves: dict[str, Counter] = defaultdict(Counter)
    for way in ways:
        stop = next((place for place, name in enumerate(way) if name in goal), None)
        full = ["start", *way[:stop], "null" if stop is None else "goal"]
        for source, target in pairwise(full):
            moves[source][target] += 1
    return {
        source: {target: count / sum(targets.values()) for target, count in targets.items()}
        for source, targets in moves.items()
    }


def walked(chain: dict[str, dict[str, float]], removed: str = "") -> float:
    """Chance of the goal, walking all paths at once, step by step, until nothing is on its way."""
    on_the_way, arrived = {"start": 1.0}, 0.0
    while sum(on_the_way.values()) > 1e-13:
        following: dict[str, float] = defaultdict(float)
        for source, chance in on_the_way.items():
            for target, share in chain[source].items():
                if target == "goal":
                    arrived += chance * share
                elif target not in ("null", removed):
                    following[target] += chance * share
        on_the_way = following
    return arrived


def test_the_example_of_bryl(tmp_path):
    # Bryl (2016), "Marketing Multi-Channel Attribution model with R (part 1)": removal effects
    # 0.5, 1, 1 and weights 0.2, 0.4, 0.4 of C1, C2, C3; ChannelAttribution gives the same.
    log = log_of(tmp_path, paths("C1 > C2 > C3 > Bought", "C1", "C2 > C3"))
    table = removal.of_log(log, study(), BOUGHT).set_index("touchpoint")
    assert table["removal_effect"].to_dict() == {"C2": 1, "C3": 1, "C1": 0.5}
    assert table["share"].to_dict() == {"C2": 0.4, "C3": 0.4, "C1": 0.2}
    assert removal.conversions(log, BOUGHT) == (1, 3)


def test_the_example_of_puzyrov(tmp_path):
    # Puzyrov (2019): 0.8 of the journeys convert; 0.2 remain without Ads, 0.4 without Mailing.
    ways = ("Ads > Bought", "Ads > Bought", "Mailing > Bought", "Ads > Mailing > Bought", "Ads")
    table = removal.of_log(log_of(tmp_path, paths(*ways)), study(), BOUGHT)
    assert effects(table) == {"Ads": 0.75, "Mailing": 0.5}
    assert table["journeys"].tolist() == [4, 2]


def test_what_comes_after_the_first_conversion_is_left_out(tmp_path):
    ways = ("A > Bought > B > Bought", "A > B", "Bought > C")
    table = removal.of_log(log_of(tmp_path, paths(*ways)), study(), BOUGHT)
    # two of three convert, one of them straight from the start
    assert effects(table) == {"A": 0.5, "B": 0.0}
    assert table["journeys"].tolist() == [2, 1]


def test_moves_of_a_touchpoint_to_itself_change_nothing(tmp_path):
    once = removal.of_log(log_of(tmp_path, paths("A > B > Bought", "A")), study(), BOUGHT)
    often = paths("A > A > A > B > B > Bought", "A > A")
    again = removal.of_log(log_of(tmp_path, often), study(), BOUGHT)
    assert effects(once) == effects(again)


@pytest.mark.parametrize("goal", [Goal("touchpoint", "Checkout"), Goal("stage", "repurchase")])
@pytest.mark.parametrize(("seed", "size", "customers"), [(1, 900, 120), (2, 500, 300), (3, 60, 1)])
def test_equal_to_walking_all_paths(tmp_path, seed, size, customers, goal):
    rows = random_log(seed, size, customers)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study(stages=MAP))
    table = removal.of_log(log, study(), goal)
    reached = {name for name, stage in MAP.items() if goal.name in (name, stage)}
    ways = [[name for _, name in steps] for steps in journeys(rows).values()]
    chain = chain_of(ways, reached)
    whole = walked(chain)
    converted, count = removal.conversions(log, goal)
    assert whole == pytest.approx(converted / count)
    expected = {name: 1 - walked(chain, name) / whole for name in chain if name != "start"}
    assert effects(table) == pytest.approx(expected, abs=2e-6)
    assert table["share"].sum() == pytest.approx(1, abs=1e-5)


def test_reach_is_the_chance_to_come_there(tmp_path):
    ways = ("A > B > Bought", "A > C", "B > A > B", "C > Bought")
    table = removal.of_log(log_of(tmp_path, paths(*ways)), study(), BOUGHT).set_index("touchpoint")
    chain = chain_of([way.split(" > ") for way in ways], {"Bought"})
    for name in ("A", "B", "C"):
        lost = {one: targets | {"goal": 0.0} for one, targets in chain.items()}
        there = lost | {name: {"goal": 1.0}}
        assert table.loc[name, "reach"] == pytest.approx(walked(there), abs=1e-6)


def test_intervals_are_those_of_a_bootstrap_over_customers(tmp_path):
    ways = ["A > B > Bought"] * 20 + ["A"] * 25 + ["B > A > Bought"] * 8 + ["B"] * 12
    table = removal.of_log(log_of(tmp_path, paths(*ways)), study(), BOUGHT).set_index("touchpoint")
    rng, steps = np.random.default_rng(5), [way.split(" > ") for way in ways]
    drawn = defaultdict(list)
    for _ in range(1500):
        chosen = rng.integers(0, len(steps), len(steps))
        chain = chain_of([steps[place] for place in chosen], {"Bought"})
        for name in ("A", "B"):
            drawn[name].append(1 - walked(chain, name) / walked(chain))
    for name, values in drawn.items():
        ends = np.quantile(values, [0.025, 0.975])
        assert table.loc[name, ["low", "high"]].tolist() == pytest.approx(ends, abs=0.03)


def test_journeys_of_a_customer_are_drawn_together(tmp_path):
    # every customer buys three times after A and leaves three times after B
    rows = [
        (f"c{number:02}", f"2024-{month:02}-{day:02}", name)
        for number in range(40)
        for month in range(1, 4)
        for day, name in ((1, "A"), (2, "Bought"), (3, "B"), (25, "Leave"))
    ]
    choices = {"stages": {"Bought": "purchase"}, "journey": {"cut": "purchase"}}
    table = removal.of_log(log_of(tmp_path, rows, **choices), study(), BOUGHT)
    assert removal.conversions(log_of(tmp_path, rows, **choices), BOUGHT) == (120, 160)
    assert (table["low"] == table["high"]).all()


def test_blocks_of_customers_keep_the_width(tmp_path, monkeypatch):
    ways = ["A > B > Bought"] * 300 + ["A"] * 500 + ["B > A > Bought"] * 100 + ["B"] * 300
    log = log_of(tmp_path, [(f"{n}{row[0]}", *row[1:]) for n in "ab" for row in paths(*ways)])
    assert len(log.ids) == 2400
    blocks = removal.of_log(log, study(), BOUGHT)
    monkeypatch.setattr(removal, "BLOCKS", 10_000)
    single = removal.of_log(log, study(), BOUGHT)
    width = [(one["high"] - one["low"]).to_numpy() for one in (blocks, single)]
    assert width[0] == pytest.approx(width[1], rel=0.25)


def test_the_seed_of_the_study_decides_the_draws(tmp_path):
    log = log_of(tmp_path, paths(*["A > B > Bought"] * 5, *["A"] * 7, *["B > Bought"] * 4))
    first, again, other = (removal.of_log(log, study(seed=seed), BOUGHT) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first["low"].equals(other["low"])
    assert first["removal_effect"].equals(other["removal_effect"])


def test_significant_is_what_is_more_or_less_than_its_volume(tmp_path):
    # all pass Entry; those who ask convert more often, those who complain less, Chat is alike
    ways = ["Entry > Ask > Bought"] * 80 + ["Entry > Ask"] * 20
    ways += ["Entry > Row"] * 85 + ["Entry > Row > Bought"] * 15
    ways += ["Entry > Chat > Bought"] * 48 + ["Entry > Chat"] * 52
    ways += ["Entry > Rare > Bought"] * 20
    table = removal.of_log(log_of(tmp_path, paths(*ways)), study(), BOUGHT).set_index("touchpoint")
    assert table.loc["Entry", ["removal_effect", "reach"]].tolist() == [1, 1]
    assert table["significant"].to_dict() == {
        "Entry": False, "Ask": True, "Row": True, "Chat": False, "Rare": False,
    }  # fmt: skip
    assert (table["removal_effect"] > table["reach"])[["Ask", "Row"]].tolist() == [True, False]
    assert not table.loc["Rare", "enough"]


def test_the_goal_by_default(tmp_path):
    rows = paths("Advert > Checkout > Refill", "Advert > Website")
    assert removal.default_goal(log_of(tmp_path, rows)) == Goal("stage", "repurchase")
    rows = paths("Advert > Checkout > Hotline")
    assert removal.default_goal(log_of(tmp_path, rows)) == Goal("stage", "purchase")
    rows = paths("Advert > Website", "Riddle")
    assert removal.default_goal(log_of(tmp_path, rows)) == Goal("stage", "consideration")
    rows = paths("Riddle > Riddle")
    assert removal.default_goal(log_of(tmp_path, rows)) is None
    assert removal.of_log(log_of(tmp_path, rows), study()).empty


def test_a_touchpoint_named_like_a_stage_is_a_goal_of_its_own(tmp_path):
    log = log_of(tmp_path, paths("ad > purchase", "ad > checkout"))
    assert removal.conversions(log, Goal("stage", "purchase")) == (2, 2)
    assert removal.conversions(log, Goal("touchpoint", "purchase")) == (1, 2)


def test_an_unknown_goal_is_refused(tmp_path):
    log = log_of(tmp_path, paths("ad > purchase"))
    with pytest.raises(Refused, match="no stage or touchpoint"):
        removal.of_log(log, study(), Goal("touchpoint", "Nowhere"))


def test_nobody_converts(tmp_path):
    table = removal.of_log(log_of(tmp_path, paths("A > B", "A")), study(), Goal("stage", "service"))
    assert table["removal_effect"].isna().all() and table["low"].isna().all()
    assert table["journeys"].tolist() == [2, 1]
    assert not table["significant"].any()


def test_every_journey_begins_at_the_goal(tmp_path):
    log = log_of(tmp_path, paths("Bought > A", "Bought"))
    assert removal.of_log(log, study(), BOUGHT).empty
    assert removal.conversions(log, BOUGHT) == (2, 2)


def test_no_events_at_all(tmp_path):
    log = log_of(tmp_path, [])
    assert list(removal.of_log(log, study()).columns) == removal.COLUMNS
    assert removal.of_log(log, study(), Goal("stage", "purchase")).empty
    assert removal.conversions(log, Goal("stage", "purchase")) == (0, 0)


def test_orders_alone(tmp_path):
    rows = [(name, f"2024-01-{day:02}", 5) for name in "abc" for day in range(1, 3 + (name == "a"))]
    log = journey.read(open_literal(tmp_path, orders=orders(rows)), study())
    table = removal.of_log(log, study(), Goal("touchpoint", "order 3"))
    assert effects(table) == {"order 1": 1, "order 2": 1}
    assert removal.conversions(log, Goal("touchpoint", "order 3")) == (1, 3)


def test_names_stay_exactly_as_in_the_data(tmp_path):
    names = ['<b>O\'Brien</b> "x"', "到店体验"]
    log = log_of(tmp_path, paths(f"{names[0]} > {names[1]} > Bought"))
    assert set(removal.of_log(log, study(), BOUGHT)["touchpoint"]) == set(names)


def test_rare_touchpoints_share_a_state_where_there_are_very_many(tmp_path, monkeypatch):
    rows = random_log(4, 700, 150)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study(stages=MAP))
    exact = removal.of_log(log, study(), Goal("stage", "repurchase")).set_index("touchpoint")
    monkeypatch.setattr(removal, "STATES", 3)
    table = removal.of_log(log, study(), Goal("stage", "repurchase")).set_index("touchpoint")
    before_goal = [[name for _, name in steps] for steps in journeys(rows).values()]
    before_goal = [way[: way.index("Refill")] if "Refill" in way else way for way in before_goal]
    met = Counter(name for way in before_goal for name in set(way))
    own = sorted(met, key=lambda name: (-met[name], name))[:3]
    assert table["journeys"].to_dict() == exact["journeys"].to_dict() == dict(met)
    ways = [
        [name if name in (*own, "Refill") else "others" for _, name in steps]
        for steps in journeys(rows).values()
    ]
    chain = chain_of(ways, {"Refill"})
    expected = {name: 1 - walked(chain, name) / walked(chain) for name in own}
    assert table["removal_effect"].dropna().to_dict() == pytest.approx(expected, abs=2e-6)
    assert table["share"].sum() == pytest.approx(1, abs=1e-5)
    rest = table.drop(own)
    assert rest[["reach", "low", "high", "share", "share_low"]].isna().all(axis=None)
    assert not rest["significant"].any()
    assert list(table.index[:3]) == sorted(own, key=lambda name: -expected[name])


def test_few_draws_give_intervals_as_wide_as_many(tmp_path, monkeypatch):
    ways = ["A > B > Bought"] * 200 + ["A"] * 250 + ["B > A > Bought"] * 80 + ["B"] * 120
    log = log_of(tmp_path, paths(*ways))
    many = removal.of_log(log, study(), BOUGHT)
    monkeypatch.setattr(absorbing, "MANY", 1)
    few = removal.of_log(log, study(), BOUGHT)
    for low, high in (("low", "high"), ("share_low", "share_high")):
        width = [(one[high] - one[low]).to_numpy() for one in (many, few)]
        assert width[1] == pytest.approx(width[0], rel=0.35)
        assert not np.array_equal(*width)
    assert few["significant"].equals(many["significant"])


def test_one_customer_alone_tells_nothing_of_others(tmp_path):
    rows = [
        ("c", f"2024-{month:02}-{day:02}", name)
        for month in range(1, 13)
        for day, name in enumerate(["A", "Bought", "A", "A", "Bought", "B", "Bought"] * 3, start=1)
    ]
    log = log_of(tmp_path, rows, stages={"Bought": "purchase"}, journey={"cut": "purchase"})
    table = removal.of_log(log, study(), BOUGHT)
    assert table["enough"].any() and table["removal_effect"].notna().all()
    assert table[["low", "high"]].isna().all(axis=None)
    assert not table["significant"].any()
