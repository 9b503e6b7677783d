"""As-is and to-be: what targets at touchpoints would change down the chain of stages.

The model. A target changes whom its touchpoint wins or loses (`loyalty.journey.to_be.targets`): a
conversion target for the next stage, a feeling target for the goal (repurchase, else as in
`loyalty.journey.removal`). Only those count as newly arriving who have never been at that stage.
They come to every later stage as often as those do who arrive today, those included who skip a
stage; conversions raised or lowered on their way count. At each stage they count only if they have
never been there. Those lost no longer come to what came after, but for the share of those never
won that comes there all the same. Several targets at a stage win or lose a customer once, and a
customer reached by two ways counts once. So nothing exceeds the customers there are, nothing falls
below none, and targets equal to today change nothing.

Bands are 5, 25, 50, 75 and 95 % of 2,000 joint draws: Beta for conversions (Jeffreys), a Bayesian
bootstrap (Rubin 1981) for how many customers a change concerns, Normal for the difference between
good and bad experiences. Streams of luck are named, so a dragged target moves the result smoothly.

Limits. Newcomers may go on less than those who come today: `slower` shows the goal if they came on
from where they arrive half as often. A feeling works through an association, which is no effect:
customers who feel better may differ in other ways. Targets do not interact, feelings elsewhere
stay as they are, and nothing is said of when.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty.journey import measures
from loyalty.journey.answered import scale_of
from loyalty.journey.cut import DAY
from loyalty.journey.log import Log
from loyalty.journey.removal import default_goal
from loyalty.journey.to_be import chain as chains
from loyalty.journey.to_be.chain import NEVER, Chain, Concerned, Floats, Mask, Whole
from loyalty.journey.to_be.knock_on import DRAWS, KnockOn
from loyalty.journey.to_be.targets import Around, Change, of_study
from loyalty.journey.units import FEELING_DIGITS, SHARE_DIGITS
from loyalty.study import Study

PERCENTILES = (5, 25, 50, 75, 95)
BANDS = tuple(f"p{percentile:02d}" for percentile in PERCENTILES)
SLOWER = 0.5
MOST_DAYS = 3650
TODAY = ["stage", "customers", "conversion", "feeling", "feeling_low", "feeling_high"]
CUSTOMER_DIGITS = 2


@dataclass(frozen=True)
class ToBe:
    """Today's journey beside the one with the targets.

    Attributes:
        stages: one row per stage with moments: stage; customers, conversion, feeling,
            feeling_low, feeling_high of today; more_p05 ... more_p95 (customers more, or fewer),
            customers_p05 ..., conversion_p05 ...; to_be, to_be_low, to_be_high: the feeling.
            Feelings are on the scale of the data, conversions shares of the stage's customers.
        changes: the targets in the order of the chain, with what each does.
        goal: key of the goal's stage, "" without any stage.
        more: (draws,) customers more at the goal; slower: the same if newcomers came on half as
            often; chance: change in the chance of coming back of those who pass, -1 to 1.
        passes: (customers,) by place in `log.ids`: who passes a touchpoint with a moving target.
        days: within so many days they come back: `within_days` when feelings alone change, else
            the mean time since they first passed.
    """

    stages: pd.DataFrame
    changes: tuple[Change, ...]
    goal: str
    more: Floats
    slower: Floats
    chance: Floats
    passes: Mask
    days: int

    @property
    def moving(self) -> tuple[Change, ...]:
        """The targets from which something follows."""
        return tuple(one for one in self.changes if one.moves)


def of_log(
    log: Log,
    study: Study,
    effects: pd.DataFrame,
    table: pd.DataFrame | None = None,
    chain: Chain | None = None,
    scale: tuple[float, float] | None = None,
) -> ToBe:
    """The to-be journey of the study's targets.

    Args:
        log: of the customers to be described. study: gives targets, within_days, as_of and seed.
        effects: `loyalty.journey.experience.of_log` of the same log, or an empty frame with its
            columns. table, chain: `of_log` of `loyalty.journey.measures` and `chain` of the same
            log, counted here when None. scale: ends of the feeling scale, else those of the log.
    """
    table = measures.of_log(log, study) if table is None else table
    chain, goal = chain or chains.of_log(log, study), default_goal(log)
    if goal is None:
        return _nothing(log, study, table, chain)
    place = chain.keys.index(goal.name)
    found = of_study(Around(log, study, effects, chain, place, scale or scale_of(log.feeling)))
    changes = tuple(change for change, _whom in found)
    concerned = [whom for _change, whom in found if whom is not None]
    model = KnockOn(chain, concerned, study.seed)
    first = np.min([one.first for one in concerned], axis=0, initial=NEVER)
    passes = np.broadcast_to(first < NEVER, len(log.ids))
    return ToBe(
        stages=_stages(table, model, changes),
        changes=changes,
        goal=goal.name,
        more=model.more(place),
        slower=model.more(place, SLOWER),
        chance=model.back(place) / max(int(passes.sum()), 1),
        passes=passes,
        days=_days(log, study, concerned, first),
    )


def bands(drawn: Floats) -> dict[str, float]:
    """The percentiles of draws by their names in `BANDS`."""
    return dict(zip(BANDS, (np.percentile(drawn, PERCENTILES) + 0.0).tolist(), strict=True))


def _nothing(log: Log, study: Study, table: pd.DataFrame, chain: Chain) -> ToBe:
    """Journeys without any stage: targets are known, nothing follows."""
    none, nobody = np.zeros(DRAWS), np.zeros(len(log.ids), dtype=bool)
    changes = tuple(
        Change(one, "", np.nan, one.value, 0, "unknown") for one in study.journey.targets
    )
    empty = _stages(table, KnockOn(chain, (), study.seed), ())
    return ToBe(empty, changes, "", none, none, none, nobody, study.journey.within_days)


def _stages(table: pd.DataFrame, model: KnockOn, changes: Sequence[Change]) -> pd.DataFrame:
    keys = model.chain.keys
    rows = measures.stage_rows(table).set_index("stage").reindex(list(keys)).reset_index()
    customers = [bands(model.more(place)) for place in range(len(keys))]
    shares = [
        bands(model.conversion(place)) if goes_on else dict.fromkeys(BANDS, np.nan)
        for place, goes_on in enumerate(model.chain.goes_on)
    ]
    found = rows[TODAY].astype({"customers": "int64"})
    for band in BANDS:
        more = pd.Series([one[band] for one in customers], dtype="float64").round(CUSTOMER_DIGITS)
        found[f"more_{band}"] = more
        found[f"customers_{band}"] = found["customers"] + more
        found[f"conversion_{band}"] = pd.Series([one[band] for one in shares], dtype="float64")
    return _felt(
        found.round({f"conversion_{band}": SHARE_DIGITS for band in BANDS}), table, changes
    )


def _felt(found: pd.DataFrame, table: pd.DataFrame, changes: Sequence[Change]) -> pd.DataFrame:
    """Adds the stages' feelings with every feeling target reached, its interval moved along."""
    scored = table["scored"]
    at = dict(zip(table["touchpoint"].fillna(""), scored, strict=True))
    in_stage = measures.stage_rows(table).set_index("stage")["scored"]
    shift = dict.fromkeys(found["stage"], 0.0)
    for one in changes:
        known = one.target.kind == "feeling" and one.stage in shift and one.today == one.today
        if known and one.why != "unchanged":
            weight = at[one.target.touchpoint] / in_stage[one.stage]
            shift[one.stage] += weight * (one.value - one.today)
    moved = found["stage"].map(shift).astype("float64")
    for name, today in (
        ("to_be", "feeling"),
        ("to_be_low", "feeling_low"),
        ("to_be_high", "feeling_high"),
    ):
        found[name] = (found[today] + moved).round(FEELING_DIGITS)
    return found


def _days(log: Log, study: Study, concerned: Sequence[Concerned], first: Whole) -> int:
    if not any(one.certain for one in concerned):
        return study.journey.within_days
    end = np.datetime64(study.as_of.isoformat(), "us").astype(np.int64) + DAY
    watched = (end - log.time[first[first < NEVER]]) / DAY
    return int(np.clip(round(float(watched.mean())), 1, MOST_DAYS))
