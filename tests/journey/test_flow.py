"""The first steps of journeys, against a plain count."""

from collections import Counter

import pandas as pd
import pytest
from journey.logs import MAP, events, journeys, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.journey import flow
from loyalty.journey.moves import END


def as_counts(table: pd.DataFrame) -> Counter:
    return Counter({(row.step, row.source, row.target): row.journeys for row in table.itertuples()})


def by_hand(rows: pd.DataFrame, depth: int, top: int, by_stage: bool, merged: bool) -> Counter:
    walks = []
    for steps in journeys(rows).values():
        names = [MAP[name] if by_stage else name for _, name in steps]
        if merged:
            names = [
                one for one, before in zip(names, [None, *names], strict=False) if one != before
            ]
        walks.append(names)
    seen = Counter(name for names in walks for name in names[:depth])
    chosen = set(seen) if len(seen) <= top + 1 else {name for name, _ in seen.most_common(top)}
    found = Counter()
    for names in walks:
        known = [name if name in chosen else flow.OTHER for name in names] + [END]
        for step in range(min(len(names), depth)):
            found[step + 1, known[step], known[step + 1]] += 1
    return found


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("by_stage", [False, True])
@pytest.mark.parametrize(("depth", "top"), [(6, 8), (3, 2), (1, 1)])
def test_equal_to_an_independent_count(tmp_path, depth, top, by_stage, merged):
    rows = random_log(6, 2000, 400)
    rows["touchpoint"] = rows["touchpoint"].where(rows.index % 3 > 0, "Website")
    rows.loc[rows.index % 7 == 0, "touchpoint"] = "Advert"  # no two are equally frequent
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study(stages=MAP))
    table = flow.of_log(log, depth, top, by_stage, merged)
    assert as_counts(table) == by_hand(rows, depth, top, by_stage, merged)


def test_every_journey_that_goes_on_leaves_where_it_arrived(tmp_path):
    rows = random_log(7, 2000, 100)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study())
    table = flow.of_log(log, top=3)
    assert table.loc[table["step"] == 1, "journeys"].sum() == 100
    for step in range(1, 6):
        going = table[(table["step"] == step) & (table["target"] != END)]
        arrived = going.groupby("target")["journeys"].sum().to_dict()
        left = table[table["step"] == step + 1].groupby("source")["journeys"].sum().to_dict()
        assert arrived == left


def test_one_touchpoint_beyond_the_top_is_shown_rather_than_called_other(tmp_path):
    rows = [(f"c{n}", "2024-01-01", name) for n, name in enumerate("aabbc")]
    log = journey.read(open_literal(tmp_path, events=events(rows)), study())
    assert list(flow.of_log(log, top=2)["source"]) == ["a", "b", "c"]
    assert set(flow.of_log(log, top=1)["source"]) == {"a", flow.OTHER}


def test_nothing_at_all(tmp_path):
    log = journey.read(open_literal(tmp_path, events=events([])), study())
    table = flow.of_log(log)
    assert table.empty and list(table.columns) == flow.COLUMNS
