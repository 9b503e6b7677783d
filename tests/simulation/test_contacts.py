"""The contact limit holds for every customer who is contacted, by hand."""

import numpy as np
import pytest
from simulation.worlds import one_cell, study

from loyalty import simulation
from loyalty.simulation import contacts
from loyalty.simulation.actions import Placed
from loyalty.strategies import BY_KEY, Effect
from loyalty.study import Range, Scenario


def contacting(each, share, start=0, weight=1.0):
    """An action that sends `each` to a share of the only cell."""
    change = Effect(contacts=np.full(1, each * share), contacts_each=np.full(1, each))
    return Placed(change, np.full((2, 1, 1), weight, np.float32), start, np.ones(2))


def weights(placed, limit):
    return [one.weight[:, 0, 0].tolist() for one in contacts.within(placed, limit)]


def test_contacts_beyond_the_limit_are_not_made():
    placed = [contacting(3.0, 1.0), contacting(3.0, 1.0, start=1)]
    cut = weights(placed, 4.0)
    assert cut[0] == pytest.approx([1, 4 / 6])
    assert cut[1][1] == pytest.approx(4 / 6)
    assert contacts.within(placed, None) is placed


def test_four_messages_to_three_in_ten_are_two_too_many_for_each_of_them():
    assert weights([contacting(4.0, 0.3)], 2.0) == [[0.5, 0.5]]
    assert weights([contacting(4.0, 0.3)], 4.0) == [[1, 1]]


def test_only_those_whom_both_contact_are_over_the_limit():
    first, second = contacting(3.0, 0.8), contacting(2.0, 1.0, weight=0.5)
    cut = weights([first, second], 4.0)
    assert cut[0] == pytest.approx([0.5 + 0.5 * 4 / 5] * 2)
    assert cut[1] == pytest.approx([0.5 * (0.2 + 0.8 * 4 / 5)] * 2)


def test_three_actions_with_one_message_each_by_hand():
    three = [contacting(1.0, share) for share in (1.0, 0.5, 0.5)]
    cut = weights(three, 1.0)
    assert cut[0] == pytest.approx([0.25 + 0.5 / 2 + 0.25 / 3] * 2)
    assert cut[1] == pytest.approx([0.5 / 2 + 0.5 / 3] * 2)


def test_what_contacts_nobody_keeps_its_weight():
    silent = Placed(Effect(stay=np.full(1, 0.3)), np.ones((2, 1, 1), np.float32), 0, np.ones(2))
    assert weights([silent, contacting(4.0, 1.0)], 1.0) == [[1, 1], [0.25, 0.25]]


@pytest.mark.parametrize("strategy", ["recommendation", "brand_story", "partner_offers"])
def test_a_limit_of_half_the_messages_halves_what_is_sent_whatever_the_share(strategy):
    own = {"messages": 4, "message_cost": 1, "set_up": 0, "running": 0, "benefit": 0, "more": 0}
    own |= {"recognised": 30, "seen": 30, "users": 30, "sent": 0, "bond": 0, "lift": 0}
    known = {one.key for one in BY_KEY[strategy].assumptions}
    ranges = {key: Range(low=one, high=one) for key, one in own.items() if key in known}
    free, half = (
        Scenario(name=name, strategy=strategy, assumptions=ranges, contacts=limit)
        for name, limit in (("free", None), ("half", 2))
    )
    run = simulation.run(one_cell(0.95), study(draws=100, months=3), [free, half])
    costs = [run.metric(name, "cost")[0] for name in ("free", "half")]
    assert costs[1] == pytest.approx(costs[0] / 2, rel=0.02)
