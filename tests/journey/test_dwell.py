"""Stays in a stage and at a touchpoint, against a plain walk through each journey."""

from collections import defaultdict
from itertools import groupby, pairwise

import numpy as np
import pandas as pd
import pytest
from journey.logs import MAP, events, journeys, random_log, study
from tables import open_literal

from loyalty import journey
from loyalty.journey import dwell


def read(tmp_path, rows):
    return journey.read(open_literal(tmp_path, events=events(rows)), study(stages=MAP))


def stays(walks: dict, of: dict[str, str] | None) -> tuple[dict, dict]:
    """Name -> hours of each stay that ends elsewhere; name -> stays that journeys end with."""
    hours, last = defaultdict(list), defaultdict(int)
    for steps in walks.values():
        named = [(time, of[name] if of else name) for time, name in steps]
        runs = [(name, next(run)[0]) for name, run in groupby(named, key=lambda step: step[1])]
        for (name, begin), (_, end) in pairwise(runs):
            hours[name].append((end - begin).total_seconds() / 3600)
        last[runs[-1][0]] += 1
    return hours, last


@pytest.mark.parametrize(("seed", "size", "customers"), [(1, 3000, 60), (2, 400, 300), (3, 50, 1)])
def test_equal_to_an_independent_count(tmp_path, seed, size, customers):
    rows = random_log(seed, size, customers)
    log = journey.read(open_literal(tmp_path, events=rows.to_dict("list")), study(stages=MAP))
    table = dwell.of_log(log)
    for column, of in (("stage", MAP), ("touchpoint", None)):
        hours, last = stays(journeys(rows), of)
        part = table[table["touchpoint"].isna() == (column == "stage")]
        assert set(part[column]) == {*hours, *last}
        for row in part.itertuples():
            name = getattr(row, column)
            assert (row.moves, row.last) == (len(hours[name]), last[name])
            expected = (
                np.quantile(hours[name], list(dwell.SHARES.values())) if hours[name] else np.nan
            )
            found = [getattr(row, share) for share in dwell.SHARES]
            assert found == pytest.approx(np.broadcast_to(expected, 5), abs=1e-4, nan_ok=True)


def test_a_literal_journey(tmp_path):
    rows = [
        ("a", "2024-01-01 00:00", "Advert"), ("a", "2024-01-01 06:00", "Advert"),
        ("a", "2024-01-02 00:00", "Website"), ("a", "2024-01-02 12:00", "Advert"),
        ("b", "2024-01-05 00:00", "Advert"), ("b", "2024-01-05 10:00", "Website"),
    ]  # fmt: skip
    table = dwell.of_log(read(tmp_path, rows))
    assert table["touchpoint"].tolist()[2:] == ["Advert", "Website"]
    advert, website = table.iloc[2], table.iloc[3]
    assert (advert["moves"], advert["last"], advert["median_hours"]) == (2, 1, 17.0)  # 24 and 10
    assert (advert["hours_10"], advert["hours_90"]) == (11.4, 22.6)
    assert (website["moves"], website["last"], website["median_hours"]) == (1, 1, 12.0)


def test_where_journeys_only_end_no_time_is_known(tmp_path):
    table = dwell.of_log(read(tmp_path, [("a", "2024-01-01", "Advert")]))
    assert table["moves"].tolist() == [0, 0] and table["last"].tolist() == [1, 1]
    assert table[list(dwell.SHARES)].isna().all().all()


def test_nothing_at_all(tmp_path):
    table = dwell.of_log(read(tmp_path, []))
    assert isinstance(table, pd.DataFrame) and table.empty
    assert list(table.columns) == dwell.COLUMNS
