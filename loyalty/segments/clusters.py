"""Groups that the scores form by themselves, frozen in the study; see `loyalty.clustering`."""

from typing import Any

import pandas as pd

from loyalty import clustering, scoring
from loyalty.language import mark
from loyalty.segments.base import Scheme, Segment
from loyalty.study import Clusters, Condition, Rule, Study

LABELS = (
    mark("Cluster 1"),
    mark("Cluster 2"),
    mark("Cluster 3"),
    mark("Cluster 4"),
    mark("Cluster 5"),
    mark("Cluster 6"),
    mark("Cluster 7"),
    mark("Cluster 8"),
    mark("Cluster 9"),
)
COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7FBF7B", "#8C510A",
    "#6E6E6E",
)  # fmt: skip

OUTSIDE = Segment(
    key="cluster_none",
    label=mark("In no cluster"),
    meaning=mark("Fewer than half of the indicators of the clusters are known."),
    action=mark("Learn more about them before grouping them."),
    colour="#B5B5B5",
)


def learn(customers: pd.DataFrame, study: Study) -> dict[str, Any]:
    """The clusters and their rules: those the study brings, else as many as are stable.

    Raises:
        Refused: too few customers or scores for clusters; see `loyalty.clustering`.
    """
    brings = study.clusters if study.scheme == "clusters" else None
    found = brings or _fitted(customers, study)
    return {"clusters": found, "segments": rules(found)}


def rules(clusters: Clusters) -> tuple[Rule, ...]:
    """One rule for each cluster, and one for customers in none."""
    keys = [f"cluster_{number}" for number in range(1, len(clusters.centres) + 1)]
    return (
        *(Rule(key=key, conditions=_member(number)) for number, key in enumerate(keys, 1)),
        Rule(key=OUTSIDE.key),
    )


def _fitted(customers: pd.DataFrame, study: Study) -> Clusters:
    scored = scoring.scores(customers, study.scale)
    indicators = clustering.default_indicators(scored)
    found = clustering.numbers(scored, indicators, seed=study.seed)
    return clustering.fit(scored, indicators, found.suggested, found.method, study.seed)


def _member(number: int) -> tuple[Condition, ...]:
    return (Condition(column="cluster", op="==", threshold=number),)


GROUPS = (
    *(
        Segment(
            key=f"cluster_{number}",
            label=label,
            meaning=mark("Customers whose scores are alike; its profile says in what."),
            action=mark("Read the profile, name the cluster, then decide."),
            colour=colour,
            conditions=_member(number),
        )
        for number, (label, colour) in enumerate(zip(LABELS, COLOURS, strict=True), 1)
    ),
    OUTSIDE,
)

SCHEME = Scheme(
    key="clusters",
    label=mark("Clusters"),
    meaning=mark("Which groups do the scores form by themselves?"),
    source=mark(
        "k-means (Lloyd 1982) or a mixture (Fraley and Raftery 2002); their number by stability "
        "under resampling (Dolnicar and Leisch 2010). Stable is not the same as real."
    ),
    groups=GROUPS,
    learn=learn,
)
