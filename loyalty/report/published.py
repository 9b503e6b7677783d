"""Figures as they may be published: nobody can be told apart in them.

A group of 1 to 9 people is not shown ("<10", here a missing value), and other counts of people are
rounded to 5. Shares are computed from the rounded counts. So that a group left out cannot be found
by subtracting the others from the total, money is left out for at least two groups that hold at
least ten people together.
"""

import numpy as np
import pandas as pd

from loyalty.intervals import newcombe, wilson
from loyalty.journey.measures import COLUMNS as JOURNEY

PUBLISHED = [
    "stage", "touchpoint", "customers", "events", "scored", "feeling", "feeling_low",
    "feeling_high", "feeling_least", "feeling_most", "next_stage", "reached", "conversion",
    "conversion_low", "conversion_high", "beyond", "median_hours", "hours_low", "hours_high",
]  # fmt: skip
FEWEST = 10
STEP = 5
DIGITS = 3  # significant ones of money


def counts(people: pd.Series) -> pd.Series:
    """Counts of people rounded to 5; 1 to 9 become missing, 0 stays."""
    known = people.astype("float64")
    rounded = (known / STEP).round() * STEP
    return rounded.where((known == 0) | (known >= FEWEST))


def count(people: float) -> float:
    """One count of people, as in `counts`."""
    return float(counts(pd.Series([float(people)])).iloc[0])


def part(some: float, whole: float) -> tuple[int, int] | None:
    """A part and its whole, as in `counts`; None where either, or the rest, is a small group."""
    known = counts(pd.Series([some, whole, whole - some], dtype="float64"))
    return None if known.isna().any() else (int(known[0]), int(known[1]))


def groups(sizes: pd.DataFrame) -> pd.DataFrame:
    """Groups that share out all customers: customers, share, spend, spend_share made safe."""
    people = counts(sizes["customers"])
    hidden = _hidden(sizes["customers"])
    return sizes.assign(
        customers=people,
        share=people / max(1.0, float(count(sizes["customers"].sum()))),
        spend=significant(sizes["spend"]).mask(hidden),
        spend_share=sizes["spend_share"].round(2).mask(hidden),
    )


def journey(table: pd.DataFrame) -> pd.DataFrame:
    """Stage or touchpoint rows: small groups, small scores and small rests left out."""
    people, scored = counts(table["customers"]), counts(table["scored"])
    feelings = [name for name in JOURNEY if name.startswith("feeling")]
    table = table.drop(columns=[name for name in table if name not in PUBLISHED])
    safe = table.assign(customers=people, scored=scored, events=counts(table["events"]))
    safe[feelings] = safe[feelings].astype("float64").mask(people.isna() | scored.isna())
    safe, hours = _conversion(safe, table), ["median_hours", "hours_low", "hours_high"]
    safe["beyond"] = _beyond(safe["reached"], table)
    safe[hours] = safe[hours].astype("float64").mask(safe["reached"].isna())
    return safe


def removal(table: pd.DataFrame, customers: pd.Series, converted: float) -> pd.DataFrame:
    """Effects of touchpoints that enough people come to and enough conversions need, or none.

    Args:
        table: `loyalty.journey.removal.of_log`. customers: by touchpoint. converted: how many.
    """
    people, journeys = counts(table["touchpoint"].map(customers)), counts(table["journeys"])
    lost = (table["removal_effect"].astype("float64") * converted).round()
    known = people.notna() & journeys.notna() & _both(lost, converted - lost)
    safe = table.assign(journeys=journeys)[known].reset_index(drop=True)
    return safe.astype({"journeys": "int64"})


def experience(table: pd.DataFrame) -> pd.DataFrame:
    """Good against bad where enough had either, and enough of them came back or did not."""
    known = pd.Series(True, index=table.index)
    for kind in ("good", "bad"):
        came = (table[kind] * table[f"{kind}_share"].astype("float64")).round()
        known &= counts(table[kind]).notna() & _both(came, table[kind] - came)
    safe = table.assign(good=counts(table["good"]), bad=counts(table["bad"]))
    return safe[known].astype({"good": "int64", "bad": "int64"}).reset_index(drop=True)


def handovers(table: pd.DataFrame) -> pd.DataFrame:
    """Hand-overs that enough made and enough did not; shares and differences from rounded counts.

    What they buy is missing where few of either bought, or did not. Buyers at stake are rounded
    to 5: an estimate, and no group. Who bought all the same is missing where few did, or did not.
    """
    table = table[_both(table["followed"], table["broken"])].reset_index(drop=True)
    groups = {
        kind: (table[f"conversion_{kind}"].astype("float64") * table[f"{kind}_watched"]).round()
        for kind in ("followed", "broken")
    }
    known = pd.Series(True, index=table.index)
    for kind, bought in groups.items():
        known &= _both(bought, table[f"{kind}_watched"] - bought)
    came, broke = (counts(table[f"{kind}_watched"]).where(known) for kind in groups)
    bought, others = (counts(one).where(known) for one in groups.values())
    low, high = newcombe(bought, came, others, broke)
    difference, broken = bought / came - others / broke, counts(table["broken"])
    ends = {"": difference, "_low": pd.Series(low), "_high": pd.Series(high)}
    stake = {
        f"lost_customers{end}": (broken * of / STEP).round() * STEP for end, of in ends.items()
    }
    split = _both(table["bought_anyway"], table["nothing"])
    return table.assign(
        customers=counts(table["customers"]), followed=counts(table["followed"]), broken=broken,
        bought_anyway=counts(table["bought_anyway"]).where(split),
        nothing=counts(table["nothing"]).where(split),
        followed_share=counts(table["followed"]) / counts(table["customers"]),
        lost_conversion=difference, lost_low=low, lost_high=high, **stake,
    )  # fmt: skip


def path(table: pd.DataFrame) -> pd.DataFrame:
    """The purchase path; the gaps between orders only where enough people came back."""
    safe = _conversion(table.assign(customers=counts(table["customers"])), table)
    gaps = ["gap_low", "gap_median", "gap_high"]
    safe[gaps] = safe[gaps].mask(safe["reached"].isna())
    return safe


def months(trend: pd.DataFrame) -> pd.DataFrame:
    """Customers by month, small groups missing."""
    new, returning = counts(trend["new"]), counts(trend["returning"])
    return trend.assign(
        new=new,
        returning=returning,
        customers=new + returning,
        orders=counts(trend["orders"]),
        spend=significant(trend["spend"]).mask(new.isna() | returning.isna()),
    )


def histogram(bars: pd.DataFrame) -> pd.DataFrame:
    """Bars of the index; those of fewer than ten customers are left out."""
    safe = bars.assign(customers=counts(bars["customers"]))
    return safe[safe["customers"].notna()].reset_index(drop=True)


def significant(values: pd.Series) -> pd.Series:
    """Numbers rounded to three significant digits."""
    known = values.astype("float64")
    size = np.floor(np.log10(known.abs().where(known != 0, 1.0)))
    unit = 10.0 ** (size - DIGITS + 1)
    return (known / unit).round() * unit


def _both(some: pd.Series, others: pd.Series) -> pd.Series:
    """Whether a group and the rest of those it is part of are both known: nobody, or enough."""
    return counts(some).notna() & counts(others).notna()


def _hidden(customers: pd.Series) -> pd.Series:
    """The groups whose money is left out: small ones, and larger ones that would give them away."""
    hidden = (customers > 0) & (customers < FEWEST)
    if not hidden.any():
        return hidden
    others = customers[(customers > 0) & ~hidden].sort_values(kind="stable")
    for place in others.index:
        if hidden.sum() > 1 and customers[hidden].sum() >= FEWEST:
            break
        hidden[place] = True
    return hidden


def _conversion(safe: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """reached and conversion where both those who go on and those who do not are enough."""
    reached = counts(table["reached"]).mask(counts(table["customers"] - table["reached"]).isna())
    reached = reached.mask(safe["customers"].isna() | table["conversion"].isna())
    share = reached / safe["customers"].where(safe["customers"] > 0)
    low, high = wilson(reached, safe["customers"])
    return safe.assign(reached=reached, conversion=share, conversion_low=low, conversion_high=high)


def _beyond(reached: pd.Series, table: pd.DataFrame) -> pd.Series:
    """beyond where those who come further, who skip the next stage and who do neither are enough.

    Args:
        reached: as published.
    """
    skipped, lost = table["beyond"] - table["reached"], table["customers"] - table["beyond"]
    few = counts(skipped).isna() | counts(lost).isna() | reached.isna()
    return counts(table["beyond"]).mask(few)
