"""The profile of a segment: how big it is, what sets it apart, and who is in it.

What to do about it says `loyalty.labels.action`. A view that is shared shows
`loyalty.report.profiles.suppressed` instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loyalty import intervals
from loyalty.segmentation.moves import sizes
from loyalty.segmentation.traits import averages, categories

INDEX = "score.loyalty_index"
RECOMMEND = ("answer.nps", "nps_score")  # columns of the latest 0-10 answer; the first there is
DETRACTOR, PROMOTER = 6, 9


@dataclass(frozen=True)
class Recommend:
    """Answers to the recommendation question: 9-10 promoters, 7-8 passives, 0-6 detractors.

    Attributes:
        promoters, passives, detractors: customers. score: net promoter score; low, high: its
            adjusted Wald interval. NaN without answers.
    """

    promoters: float
    passives: float
    detractors: float
    score: float
    low: float
    high: float

    @property
    def answers(self) -> float:
        """How many answered."""
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True)
class Profile:
    """One segment among all.

    Attributes:
        position: of the segment. ids: its members, for a page that shows only them.
        groups: sizes of all segments, see `loyalty.segmentation.sizes`; one row each.
        known: customers with a value, one row a segment, a column for each row of `indicators`,
            `numbers` and "recommend".
        indicators: see `loyalty.segmentation.traits.averages`; the index is among them.
        numbers: the same of numeric attributes and of answers.
        categories: see `loyalty.segmentation.traits.categories`.
        levels: level, customers, share, base_customers, base_share.
        recommend, base_recommend: of the members and of everybody.
    """

    position: int
    ids: pd.Index
    groups: pd.DataFrame
    known: pd.DataFrame
    indicators: pd.DataFrame
    numbers: pd.DataFrame
    categories: pd.DataFrame
    levels: pd.DataFrame
    recommend: Recommend
    base_recommend: Recommend

    @property
    def size(self) -> pd.Series:
        """customers, share, spend and spend_share of the segment."""
        return self.groups.iloc[self.position]


def profile(
    customers: pd.DataFrame,
    codes: np.ndarray,
    position: int,
    names: Sequence[str],
    indicators: Sequence[str],
    index: np.ndarray,
    levels: pd.Series,
) -> Profile:
    """The profile of one segment against all n customers.

    Args:
        customers: with customer_id, spend, the indicators, attributes and answers.
        codes: (n,) positions in `names`. position: of the segment asked for.
        indicators: columns to compare, those of the study or all.
        index: (n,) loyalty index. levels: (n,) categorical, levels from low to high.
    """
    inside = codes == position
    compared = {name: customers[name].to_numpy(dtype=float) for name in indicators} | {INDEX: index}
    numbers = {
        name: customers[name].to_numpy(dtype=float)
        for name in _of_data(customers)
        if pd.api.types.is_numeric_dtype(customers[name])
    }
    answers = _recommend(customers)
    known = compared | numbers | {"recommend": answers}
    return Profile(
        position=position,
        ids=pd.Index(customers["customer_id"][inside]),
        groups=sizes(codes, names, customers["spend"].to_numpy()),
        known=pd.DataFrame(
            {
                name: np.bincount(codes[np.isfinite(values)], minlength=len(names))
                for name, values in known.items()
            }
        ),
        indicators=averages(compared.items(), inside),
        numbers=averages(numbers.items(), inside),
        categories=categories(
            customers, [name for name in _of_data(customers) if name not in numbers], inside
        ),
        levels=_levels(levels, inside),
        recommend=_counted(answers[inside]),
        base_recommend=_counted(answers),
    )


def _of_data(customers: pd.DataFrame) -> list[str]:
    """Attributes and answers that tell something: not dates, not columns without any value."""
    return [
        name
        for name in map(str, customers)
        if name.startswith(("attribute.", "answer.")) and customers[name].notna().any()
    ]


def _levels(levels: pd.Series, inside: np.ndarray) -> pd.DataFrame:
    names, codes = levels.cat.categories, levels.cat.codes.to_numpy()
    base = np.bincount(codes[codes >= 0], minlength=len(names))
    members = np.bincount(codes[(codes >= 0) & inside], minlength=len(names))
    return pd.DataFrame(
        {
            "level": list(names),
            "customers": members,
            "share": members / max(1, members.sum()),
            "base_customers": base,
            "base_share": base / max(1, base.sum()),
        }
    )


def _recommend(customers: pd.DataFrame) -> np.ndarray:
    column = next((name for name in RECOMMEND if name in customers), None)
    if column is None:
        return np.full(len(customers), np.nan)
    return customers[column].to_numpy(dtype=float)


def _counted(answers: np.ndarray) -> Recommend:
    known = answers[~np.isnan(answers)]
    promoters, detractors = int((known >= PROMOTER).sum()), int((known <= DETRACTOR).sum())
    passives = len(known) - promoters - detractors
    return Recommend(
        promoters, passives, detractors, *intervals.nps(promoters, passives, detractors)
    )
