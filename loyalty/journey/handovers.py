"""Broken hand-overs: touchpoints that normally follow each other, and where the second never came.

Each customer counts once a pair: by the first visit to the source whose window of `handover_days`
is over on the day of the study. The hand-over is made when the target comes later within that
window, whatever stands in between; a cut of the journeys does not end it. It is normal when

- at least `ENOUGH` customers could make it and at least `USUAL` of them did, and
- the target comes more often than by chance: the Wilson interval of the share lies above the share
  of the target after any visit (each customer's first to each touchpoint, the same window), as the
  lift of an association rule asks (Brin and others 1997), and
- most of those who make it pass no touchpoint on the way that is itself a step of two normal
  hand-overs: what breaks shows at the steps, and
- the target is none that nobody has to come to: of the stages service and advocacy, or a complaint.

Between channels, the visitors of a touchpoint in one channel go on in another, by whatever such
touchpoint there; or in any other (target_channel is missing), which needs no test against chance
and is left out where all of them go on in one channel.

Who makes a hand-over differs from who does not, so the difference in purchases is no effect of the
hand-over: lost customers say what is at stake, not what a repair would bring.
"""

import numpy as np
import pandas as pd

from loyalty.intervals import newcombe, wilson
from loyalty.journey.experience import purchasing
from loyalty.journey.findings import OPTIONAL
from loyalty.journey.going_on import Mask, Visits, by_steps, counted, first_visits, following
from loyalty.journey.log import NOWHERE, Log
from loyalty.journey.measures import complaints
from loyalty.journey.stage_map import STAGES, guess
from loyalty.journey.units import SHARE_DIGITS, hours, shares
from loyalty.rollup import CUSTOMER
from loyalty.study import Study

ENOUGH = 30  # customers who could make a hand-over; of either kind, whose purchases are compared
USUAL = 0.25  # of them do
YES, UNKNOWN, PURCHASE, FEW = "yes", "unknown", "purchase", "few"
BOUGHT_BY_THEN = 0.1  # of those who come to the target, when it comes of a purchase

COLUMNS = [
    "level", "source", "target", "source_channel", "target_channel", "customers", "followed",
    "broken", "bought_anyway", "nothing", "followed_share", "followed_low", "followed_high",
    "chance", "lift", "median_hours", "followed_watched", "broken_watched", "compared",
    "conversion_followed", "conversion_broken", "lost_conversion", "lost_low",
    "lost_high", "lost_customers", "lost_customers_low", "lost_customers_high",
]  # fmt: skip
NAMES = COLUMNS[1:5]
WHO = [CUSTOMER, "first_visit", "next", "next_visit", "purchase"]
Channels = tuple[str, str | None]  # of source and target; None for any other


def of_log(log: Log, study: Study) -> pd.DataFrame:
    """One row per normal pair of touchpoints, then of channels, most lost customers first.

    Last are those where who does not come surely buys more: nothing is lost there.

    level                            "touchpoint" (source, target) or "channel" (source in
                                     source_channel, target_channel or missing for any other)
    customers, followed, broken      with a window that is over; who came to the target in it or not
    bought_anyway, nothing           of the broken: with a purchase in the window, or with none
                                     either; missing where no moment is a purchase
    followed_share (_low, _high)     with its Wilson interval
    chance, lift                     share of the target after any visit; followed_share / chance
    median_hours                     from source to target
    followed_watched, broken_watched customers whose `within_days` after the source are over
    compared                         "yes"; else why purchases are not: "unknown" where no moment is
                                     one, "purchase" where the target is or holds one or comes of
                                     one, "few" with fewer than `ENOUGH` watched of either kind
    conversion_followed, _broken     share of them with a purchase in those days
    lost_conversion, lost_low, _high their difference with Newcombe's interval
    lost_customers (_low, _high)     broken x that difference: an estimate, below 0 when those who
                                     do not come buy more

    Conversions are missing where purchases are not compared. Who does not come to a purchase, to
    any other channel with purchases or to the one channel with all of them cannot have bought
    there. A target comes of a purchase where more than `BOUGHT_BY_THEN` of those who come have
    bought by then.
    """
    points, channels = _touchpoint_pairs(log, study), _channel_pairs(log, study)
    found = pd.concat([points, channels], ignore_index=True)
    found = found.reindex(columns=list(dict.fromkeys([*NAMES, *found.columns])))
    return _measured(found, int(purchasing(log, study)[log.touchpoint].sum()))


def broken_customers(
    log: Log, study: Study, source: str, target: str | None, channels: Channels | None = None
) -> pd.DataFrame:
    """One row per customer who did not come: those that `broken` of a pair counts.

    With `channels`, of a pair of channels, whose target is no touchpoint. The newest first, then
    by id.

    first_visit      to the source, a time
    next, next_visit the customer's next moment and its time, missing without any in the window
    purchase         time of the first purchase in the window, missing without
    """
    here, there = ends(log, source, target, channels)
    visits = first_visits(log, study, np.where(here, 0, NOWHERE).astype(np.int32))
    days = study.journey.handover_days
    came, _row = following(log, visits.place, visits.last, there, days)
    broken = visits.over.copy()
    broken[came] = False
    place, last = visits.place[broken], visits.last[broken]
    anything = np.ones(len(log.time), dtype=bool)
    rows = pd.DataFrame({CUSTOMER: log.ids[log.customer[place]], "first_visit": log.time[place]})
    which, row = following(log, place, last, anything, days)
    rows["next"] = pd.Series(np.array(log.names, dtype=object)[log.touchpoint[row]], index=which)
    rows["next_visit"] = pd.Series(log.time[row].astype("datetime64[us]"), index=which)
    which, row = following(log, place, last, visits.bought, days)
    rows["purchase"] = pd.Series(log.time[row].astype("datetime64[us]"), index=which)
    rows["first_visit"] = rows["first_visit"].astype("datetime64[us]")
    return rows.sort_values(["first_visit", CUSTOMER], ascending=[False, True], ignore_index=True)[
        WHO
    ]


def ends(log: Log, source: str, target: str | None, channels: Channels | None) -> tuple[Mask, Mask]:
    """(n,) which moments are at the source, and which at the target; see `broken_customers`."""
    here = log.touchpoint == _code(log.names, source)
    if channels is None:
        return here, log.touchpoint == _code(log.names, target)
    own, other = channels
    here &= log.channel == _code(log.channels, own)
    needed = _needed(log)[log.touchpoint]
    if other is None:
        known = log.channel != NOWHERE
        return here, needed & known & (log.channel != _code(log.channels, own))
    return here, needed & (log.channel == _code(log.channels, other))


def _code(names: tuple[str, ...], name: str | None) -> int:
    """The place of a name; of one that is not there, beyond all."""
    return names.index(name) if name in names else len(names)


def _touchpoint_pairs(log: Log, study: Study) -> pd.DataFrame:
    visits = first_visits(log, study, log.touchpoint)

    def there(target: int) -> Mask:
        return log.touchpoint == target

    targets = visits.sources[_needed(log)[visits.sources]]
    table = counted(log, study, visits, targets.tolist(), there)
    table = table[_normal(table) & (table["from"] != table["to"])]
    table = table[~by_steps(log, study, visits, table, there)]
    return table.assign(
        level="touchpoint",
        source=_named(table["from"], log.names),
        target=_named(table["to"], log.names),
    )


def _channel_pairs(log: Log, study: Study) -> pd.DataFrame:
    size = max(len(log.channels), 1)
    source = np.where(log.channel == NOWHERE, NOWHERE, log.touchpoint * size + log.channel)
    visits = first_visits(log, study, source)
    channels = np.unique(log.channel[visits.place]).tolist()
    needed = _needed(log)[log.touchpoint]
    one = counted(log, study, visits, channels, lambda to: needed & (log.channel == to))
    table = pd.concat([_to_any_other(log, study, visits, channels, needed), one], ignore_index=True)
    table = table[_normal(table) & (table["from"] % size != table["to"])]
    table = table[(table["to"] != NOWHERE) | ~table.duplicated(["from", "followed"], keep=False)]
    return table.assign(
        level="channel",
        source=_named(table["from"] // size, log.names),
        source_channel=_named(table["from"] % size, log.channels),
        target_channel=_named(table["to"], log.channels),
    )


def _to_any_other(
    log: Log, study: Study, visits: Visits, channels: list[int], needed: Mask
) -> pd.DataFrame:
    """`counted` from each source to any known channel but its own."""
    known, size = needed & (log.channel != NOWHERE), max(len(log.channels), 1)
    table = counted(log, study, visits, channels, lambda own: known & (log.channel != own))
    return table[table["from"] % size == table["to"]].assign(to=NOWHERE)


def _needed(log: Log) -> Mask:
    """(touchpoints,) which customers have to come to; a stage of the user's is told by the name."""
    assigned = log.assigned().items()
    stages = [stage if stage in STAGES else guess(name) for name, stage in assigned]
    return ~(np.isin(np.array(stages, dtype=object), OPTIONAL) | complaints(log))


def _named(codes: pd.Series, names: tuple[str, ...]) -> pd.Series:
    return codes.map(dict(enumerate(names))).astype(object)


def _normal(table: pd.DataFrame) -> pd.Series:
    low, _high = wilson(table["followed"], table["customers"])
    often = table["followed"] >= USUAL * table["customers"]
    above = (low > table["chance"]) | (table["to"] == NOWHERE)
    return (table["customers"] >= ENOUGH) & often & above


def _compared(table: pd.DataFrame, known: int) -> pd.Series:
    """Whether the purchases of both kinds of customers are compared, or why not."""
    by_then = table["bought_by_then"] > BOUGHT_BY_THEN * table["followed"]
    one_channel = (table["level"] == "channel") & (table["to"] != NOWHERE)
    holds = table["purchases"] >= np.where(one_channel, known, 1)
    few = table[["followed_watched", "broken_watched"]].min(axis=1) < ENOUGH
    found = pd.Series(YES if known else UNKNOWN, index=table.index, dtype=object)
    return found.mask(few, FEW).mask(holds | by_then, PURCHASE) if known else found


def _measured(table: pd.DataFrame, known: int) -> pd.DataFrame:
    """Shares, differences and intervals of counted pairs; `known`: purchases in the log."""
    low, high = wilson(table["followed"], table["customers"])
    share = shares(table["followed"], table["customers"])
    compared = _compared(table, known)
    came, broke = (
        table[f"{kind}_watched"].where(compared == YES, 0) for kind in ("followed", "broken")
    )
    lost_low, lost_high = newcombe(table["followed_bought"], came, table["broken_bought"], broke)
    table = table.assign(
        broken=table["customers"] - table["followed"], followed_share=share,
        followed_low=low, followed_high=high, lift=share / table["chance"],
        median_hours=hours(table["wait"]), compared=compared,
        conversion_followed=shares(table["followed_bought"], came),
        conversion_broken=shares(table["broken_bought"], broke),
        lost_low=lost_low, lost_high=lost_high,
    )  # fmt: skip
    table["lost_conversion"] = table["conversion_followed"] - table["conversion_broken"]
    bought = table["broken_soon"].astype("Int64")
    table["bought_anyway"] = bought if known else bought.mask(bought.notna())
    table["nothing"] = table["broken"] - table["bought_anyway"]
    for end, of in (("", "lost_conversion"), ("_low", "lost_low"), ("_high", "lost_high")):
        table[f"lost_customers{end}"] = table["broken"] * table[of]
    return _ordered(table)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    found = table.assign(gained=table["lost_high"] < 0).sort_values(
        ["level", "gained", "lost_customers", "broken", *NAMES],
        ascending=[False, True, False, False, True, True, True, True],
        ignore_index=True,
    )[COLUMNS]
    rounded = found.select_dtypes("float64").columns
    return found.assign(**{name: found[name].round(SHARE_DIGITS) for name in rounded})
