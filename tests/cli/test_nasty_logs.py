"""Event logs nobody would wish for: right figures, or one sentence, and never a traceback."""

import csv
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from journey.logs import count_moves

DAY = datetime(2024, 3, 1)
AS_OF = "2025-01-01"
FIELDS = ("customer_id", "time", "touchpoint")
WAY = ("Advert", "Website", "Checkout", "Refill order")
PLAIN = (*[WAY] * 20, *[WAY[:2]] * 15)


def walk(*paths, start=DAY):
    """Rows of customer, time, touchpoint: one customer per path, a day from step to step."""
    return [
        (f"c{number:03}", start + timedelta(days=day), name)
        for number, path in enumerate(paths)
        for day, name in enumerate(path)
    ]


def write(name, columns, rows):
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])


def command(run, rows, *words, columns=FIELDS, **study):
    write("log.csv", columns, rows)
    Path("study.json").write_text(json.dumps({"as_of": AS_OF, "draws": 100} | study))
    return run("run", "--events", "log.csv", "--study", "study.json", *words, "--out", "out")


def results(run, rows, *words, columns=FIELDS, **study):
    """What the files say, every text as it stands; numbers where a column has nothing else."""
    found = command(run, rows, *words, columns=columns, **study)
    assert (found.code, found.err) == (0, "")
    return {path.stem: written(path) for path in Path("out").glob("*.csv")}


def written(path):
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return pd.DataFrame(rows, columns=header)


def numbers(table, key, column):
    return {name: float(value) for name, value in zip(table[key], table[column], strict=True)}


def check(found, rows):
    """Touchpoints, moves and paths are those of the rows, counted one by one."""
    log = pd.DataFrame(rows, columns=FIELDS).assign(position=range(len(rows)))
    assert numbers(found["touchpoints"], "touchpoint", "events") == Counter(log["touchpoint"])
    visitors = log.groupby("touchpoint")["customer_id"].nunique()
    assert numbers(found["touchpoints"], "touchpoint", "customers") == visitors.to_dict()
    expected = {row[:2]: row[2:] for row in count_moves(log)}
    moves = found["journey_transitions"]
    assert set(zip(moves["source"], moves["target"], strict=True)) == set(expected)
    for row in moves.itertuples():
        count, share, hours = expected[row.source, row.target]
        assert (int(row.moves), float(row.share)) == (count, pytest.approx(share, abs=1e-6))
        assert (float(row.median_hours) if row.median_hours else None) == pytest.approx(hours)
    variants = found["variants"].astype({"journeys": int}).groupby("variant")["journeys"].sum()
    assert variants.to_dict() == paths(rows)


def paths(rows):
    """Path as it is written -> how many customers took it."""
    walked = defaultdict(list)
    for who, _when, name in sorted(rows, key=lambda row: row[1]):
        walked[who].append(name)
    return Counter(" > ".join(path) for path in walked.values())


AS_THEY_ARE = (
    'Shop, "Berlin" \'x\';|', '"Shop" > "Till"', "a\nb", "a\r\nb", "a\rb", "a\tb",
    "Advert > Website", "Website >", "🙂 checkout", "x" * 10_000,
    "<img src=x onerror=alert(1)>", "=1+1",
    "{0.a} %s {touchpoint}", "NaN", "None", "null", "-", "12.0", "unassigned", "../x\\y",
    "\\u0000\\x00&#0;", "( start )", "order x", "ORDER 1", "start",
)  # fmt: skip
OTHERWISE = {
    "\u202eevil\u202c": "evil", "a\x00b": "ab", "  till\u00a0 ": "till", "\u3000店\u3000": "店",
    "(start)": "'(start)'", "(end)": "'(end)'", "(other)": "'(other)'", "order 1": "'order 1'",
    "order 10+": "'order 10+'",
}  # fmt: skip
BLANK = ("", "   ", "\u200b")


def around(names):
    """A log in which every touchpoint begins, repeats, stands between and ends."""
    ways = [
        way
        for name in names
        for way in (["Advert", name, "Checkout"], [name, name, "Website"], ["Website", name])
    ]
    return walk(*ways, list(names), list(names)[::-1])


def test_names_are_counted_and_written_as_they_stand(run):
    rows = around(AS_THEY_ARE)
    found = results(run, rows, "--report", "en")
    check(found, rows)
    assert not found["problems"]["kind"].isin(["coerced", "rejected"]).any()
    body = Path("out/report.html").read_text(encoding="utf-8").partition("</style>")[2]
    assert "<img" not in body and "\x00" not in body


def test_names_that_cannot_stand_are_changed_and_told(run):
    rows = around(OTHERWISE)
    found = results(run, rows)
    check(found, [(who, when, OTHERWISE.get(name, name)) for who, when, name in rows])
    told = found["problems"].query("kind == 'coerced' and column == 'touchpoint'")
    changed = Counter(name[0] in "(o" for _who, _when, name in rows if name in OTHERWISE)
    assert told["count"].astype(int).tolist() == [changed[False], changed[True]]
    assert "Invisible characters" in told["text"].iloc[0] and "(start)" in told["text"].iloc[1]


def test_events_without_a_name_are_left_out_and_told(run):
    rows = around(BLANK)
    found = results(run, rows)
    kept = [row for row in rows if row[2] not in BLANK]
    check(found, kept)
    [told] = found["problems"].query("kind == 'rejected'").to_dict("records")
    assert int(told["count"]) == len(rows) - len(kept)


def test_an_event_called_like_an_order_is_none(run):
    """Beside orders that no event records, the two stand apart."""
    rows = [*walk(*PLAIN), *[(f"c{n:03}", DAY, "order 1") for n in range(5)]]
    orders = [(f"c{n:03}", f"o{n}", DAY + timedelta(days=90), 10) for n in range(30)]
    write("orders.csv", ("customer_id", "order_id", "date", "amount"), orders)
    found = results(run, rows, "--orders", "orders.csv")["touchpoints"]
    events = numbers(found, "touchpoint", "events")
    assert (events["'order 1'"], events["order 1"]) == (5, 30)


def test_one_event(run):
    found = results(run, [("c1", DAY, "Advert")], "--report", "zh_CN")
    check(found, [("c1", DAY, "Advert")])
    assert found["handovers"].empty
    assert set(found["touchpoints"]["removal_effect"]) == {""}


def test_all_at_one_time(run):
    """The order in the file is the order of the journey."""
    rows = [(who, DAY, name) for who, _when, name in walk(*PLAIN)]
    found = results(run, rows, "--report", "en")
    check(found, rows)
    inner = found["journey_transitions"].query("source != '(start)' and target != '(end)'")
    assert set(inner["median_hours"]) == {"0.0"}


def test_very_old_events_are_events(run):
    rows = [*walk(*PLAIN, start=DAY.replace(year=1900)), *walk(*PLAIN)]
    rows += [("old", datetime(1900, 1, 1), "Advert"), ("old", datetime(2024, 12, 31), "Checkout")]
    found = results(run, rows, journey={"cut": "inactivity"})
    assert numbers(found["touchpoints"], "touchpoint", "events") == Counter(row[2] for row in rows)
    starts = found["journey_transitions"].query("source == '(start)'")
    assert numbers(starts, "target", "moves") == {"Advert": 71, "Checkout": 1}


def test_what_comes_after_the_day_is_not_told(run):
    rows = walk(*PLAIN)
    later = [
        row
        for year in (2026, 2100)
        for row in walk(["Hotline"], *PLAIN, start=datetime(year, 1, 1))
    ]
    check(results(run, rows + later), rows)
    only = command(run, later)
    assert (only.code, only.out) == (2, "")
    assert only.err == f"No row is dated on or before {AS_OF}; see --as-of.\n"


def test_times_beyond_the_calendar_are_left_out(run):
    rows = walk(*PLAIN)
    beyond = [
        row for year in (1850, 2101, 9999) for row in walk(*PLAIN, start=datetime(year, 3, 1))
    ]
    found = results(run, rows + beyond)
    check(found, rows)
    [told] = found["problems"].query("kind == 'rejected'").to_dict("records")
    assert int(told["count"]) == len(beyond)


def test_no_time_at_all_is_refused(run):
    found = command(run, walk(*PLAIN, start=DAY.replace(year=9999)))
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
    assert "no row can be used" in found.err and "9999" not in found.err
    assert not Path("out").exists()


def test_feelings_that_are_none_are_missing(run):
    bad = ("1e300", "inf", "-Infinity", "nan", "happy", "9" * 30, "1e10", "")
    rows = [
        (*row, bad[n // 2 % len(bad)] if n % 2 else n % 5) for n, row in enumerate(walk(*PLAIN))
    ]
    found = results(run, rows, "--report", "en", columns=(*FIELDS, "feeling"))["touchpoints"]
    for row in found.itertuples():
        known = [one[3] for one in rows if one[2] == row.touchpoint and one[3] not in bad]
        assert int(row.scored) == len(known)
        mean = np.mean(known) if known else np.nan
        assert float(row.feeling or "nan") == pytest.approx(mean, nan_ok=True, abs=1e-4)


def test_feelings_on_a_scale_nobody_uses(run):
    rows = [(*row, (-1) ** (n // 3) * 1e9) for n, row in enumerate(walk(*PLAIN))]
    found = results(run, rows, "--report", "en", columns=(*FIELDS, "feeling"))["touchpoints"]
    assert set(found["feeling_least"]) == {"-1000000000.0"}
    assert set(found["feeling_most"]) == {"1000000000.0"}


def test_customers_who_differ_in_case_or_inside_are_different(run):
    rows = [("C1", DAY, "Advert"), ("c1", DAY, "Advert"), ("c 1", DAY, "Advert")]
    same = [(" c1 ", DAY, "Website"), ("c1\u200b", DAY + timedelta(days=1), "Checkout")]
    found = results(run, rows + same)
    check(found, rows + [("c1", *row[1:]) for row in same])
    [told] = found["problems"].query("kind == 'coerced'").to_dict("records")
    assert told["count"] == "2"


def test_events_and_orders_that_contradict_each_other(run):
    """An order enters unless an event of a purchase lies within a day of it."""
    rows = walk(*PLAIN)
    bought = {
        (who, when.date()) for who, when, name in rows if name in ("Checkout", "Refill order")
    }
    after = [n % 7 - 1 + 400 * (n % 3 == 0) for n in range(45)]
    orders = [
        (f"c{n:03}", f"o{n}", DAY + timedelta(days=days), -5 if n % 10 == 1 else 10)
        for n, days in enumerate(after)
    ]
    write("orders.csv", ("customer_id", "order_id", "date", "amount"), orders)
    found = results(run, rows, "--orders", "orders.csv")["touchpoints"]
    expected = sum(
        amount > 0
        and not any((who, (day + timedelta(days=by)).date()) in bought for by in (-1, 0, 1))
        for who, _number, day, amount in orders
        if day.isoformat() < AS_OF
    )
    events = numbers(found, "touchpoint", "events")
    assert events.pop("order 1") == expected > 10
    assert events == Counter(row[2] for row in rows)


def random_rows(size, customers, names, days=300):
    rng = np.random.default_rng(3)
    who, where = rng.integers(0, customers, size), rng.integers(0, len(names), size)
    when = np.datetime64("2024-01-01", "s") + rng.integers(0, days * 86_400, size)
    return [
        (f"c{one}", datetime.fromisoformat(str(moment)), names[place])
        for one, moment, place in zip(who, when, where, strict=True)
    ]


def test_five_thousand_addresses(run):
    names = [f"https://shop.example/{n}?a={n},b" for n in range(5000)]
    rows = random_rows(20_000, 3000, names)
    found = results(run, rows, "--report", "en")
    assert numbers(found["touchpoints"], "touchpoint", "events") == Counter(row[2] for row in rows)
    walked = defaultdict(list)
    for who, _when, name in sorted(rows, key=lambda row: row[1]):
        walked[who].append(name)
    inner = Counter(move for path in walked.values() for move in pairwise(path))
    moves = found["journey_transitions"].query("source != '(start)' and target != '(end)'")
    assert (
        dict(
            zip(
                zip(moves["source"], moves["target"], strict=True),
                moves["moves"].astype(int),
                strict=True,
            )
        )
        == inner
    )


@pytest.mark.parametrize("cut", ["none", "inactivity", "purchase"])
def test_one_customer_with_very_many_events(run, cut):
    rows = random_rows(50_000, 1, WAY, days=200)
    found = results(run, rows, journey={"cut": cut, "cut_days": 1})
    events = numbers(found["touchpoints"], "touchpoint", "events")
    assert events == Counter(row[2] for row in rows)
    assert set(found["touchpoints"]["customers"]) == {"1"}
    rows.sort(key=lambda row: row[1])
    new = {
        "none": lambda _one, _two: False,
        "inactivity": lambda one, two: two[1] - one[1] > timedelta(days=1),
        "purchase": lambda one, _two: one[2] in ("Checkout", "Refill order"),
    }[cut]
    starts = found["journey_transitions"].query("source == '(start)'")
    journeys = 1 + sum(new(one, two) for one, two in pairwise(rows))
    assert sum(numbers(starts, "target", "moves").values()) == journeys
    assert set(found["touchpoints"]["removal_low"]) == {""}
