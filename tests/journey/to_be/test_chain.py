"""Who was where first and who went on how far, counted customer by customer."""

from collections import defaultdict

import numpy as np
import pytest
from journey.logs import MAP, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.journey.to_be import chain
from loyalty.study.journey import JourneyChoices


@pytest.mark.parametrize("cut", ["none", "inactivity", "purchase"])
def test_further_counts_customers_who_come_later_in_the_same_journey(tmp_path, cut):
    log = random_log(11, 1500, 150)
    chosen = study(stages=MAP, journey=JourneyChoices(cut=cut, cut_days=20))
    read = journey.read(open_literal(tmp_path, events=log.to_dict("list")), chosen)
    found = chain.of_log(read, chosen)
    runs = defaultdict(list)
    for who, number, stage in zip(read.customer, read.journey, read.stage, strict=True):
        runs[who, number].append(read.stages[stage])
    for source, here in enumerate(found.keys):
        assert found.size(source) == len({who for (who, _), run in runs.items() if here in run})
        for target, there in enumerate(found.keys):
            came = {
                who for (who, _), run in runs.items()
                if here in run and there in run[run.index(here) + 1 :]
            }  # fmt: skip
            if source < target:
                assert found.further[source, target] == len(came)
            if source + 1 == target:
                assert set(np.flatnonzero(found.stages[source].reached)) == came
    assert found.present.sum() == len(set(log["customer_id"]))


def test_the_first_row_of_each_customer(tmp_path):
    log = random_log(12, 800, 90)
    chosen = study(stages=MAP)
    read = journey.read(open_literal(tmp_path, events=log.to_dict("list")), chosen)
    found = chain.of_log(read, chosen)
    for place, key in enumerate(found.keys):
        code, first = read.stages.index(key), {}
        for row, who in enumerate(read.customer):
            if read.stage[row] == code:
                first.setdefault(who, row)
        stored = found.stages[place].first
        assert {who: stored[who] for who in np.flatnonzero(stored < chain.NEVER)} == first


@pytest.mark.parametrize("cut", ["none", "purchase"])
def test_nobody_goes_on_from_where_a_purchase_ends_the_journey(tmp_path, cut):
    log = random_log(13, 1500, 150)
    chosen = study(stages=MAP, journey=JourneyChoices(cut=cut))
    found = chain.of_log(
        journey.read(open_literal(tmp_path, events=log.to_dict("list")), chosen), chosen
    )
    ended = {"advocacy"} | ({"purchase", "repurchase"} if cut == "purchase" else set())
    assert {key for key, on in zip(found.keys, found.goes_on, strict=True) if not on} == ended
