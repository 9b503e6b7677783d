"""Write data/retailer/*.parquet: a synthetic audio-visual retailer, the same bytes every run.

    python -m data.make_retailer

What is true in it, with sizes, stands in ``data/retailer_model/effects.py``; the tests in
``tests/data`` find it again. Nobody in these tables exists.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.retailer_model import (
    advocacy,
    answers,
    attitudes,
    contacts,
    feelings,
    journey,
    lines,
    orders,
    service,
    tables,
)
from data.retailer_model.people import people as make_people
from data.retailer_model.world import DAYS, EVENT_COLUMNS

FOLDER = Path(__file__).parent / "retailer"


def build() -> dict[str, pa.Table]:
    """The five tables by name."""
    people = make_people()
    before, first = journey.first_journeys(people)
    buyers = orders.lives(first, people)
    cases = service.cases(buyers)
    repeats = orders.lose(orders.pull_forward(orders.due(buyers), buyers), cases)
    every = lines.orders(buyers, repeats)
    sold = lines.lines(every)
    basket = pd.concat([sold, lines.returns(sold, buyers)])
    deliveries = contacts.deliveries(buyers)
    words = feelings.words(people, sold, deliveries)
    referrers = advocacy.referrers(people, buyers)
    after = [
        contacts.checkouts(every), contacts.delivery_events(deliveries), contacts.habits(buyers),
        contacts.offers(buyers), service.case_events(cases), advocacy.advocacy(buyers),
        advocacy.referral_events(referrers, people, buyers),
    ]  # fmt: skip
    log = _log(before, _while_there(pd.concat(after), buyers), people)
    asked = answers.asked(buyers, every, deliveries, cases)
    scored = answers.scored(_while_there(asked, buyers), people)
    replies = _by_time(pd.concat([scored, _while_there(answers.servqual(buyers), buyers)]))
    replies = replies.assign(text=feelings.answered(replies, words))
    survey = _while_there(attitudes.survey(buyers, every), buyers)
    return {
        "customers": tables.customers(people, referrers, basket),
        "orders": tables.orders(basket),
        "events": tables.events(log.assign(text=feelings.spoken(log, words))),
        "answers": tables.answers(_by_time(pd.concat([replies, survey]))),
        "campaigns": tables.campaigns(),
    }


def write(folder: Path = FOLDER) -> None:
    """Write the tables as Parquet files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in build().items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=15)


def _log(before: pd.DataFrame, after: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    log = pd.concat([before, after]).reindex(columns=list(EVENT_COLUMNS))
    return feelings.felt(_by_time(log), people)


def _while_there(rows: pd.DataFrame, buyers: pd.DataFrame) -> pd.DataFrame:
    leaves = buyers.set_index("customer")["leaves"].reindex(rows["customer"]).to_numpy()
    return rows[(rows["day"] <= leaves) & (rows["day"] < DAYS)]


def _by_time(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["day", "customer"], kind="stable", ignore_index=True)


if __name__ == "__main__":
    write()
    for path in sorted(FOLDER.glob("*.parquet")):
        print(f"{path.stat().st_size:9,} {path.name}")
