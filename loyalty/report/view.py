"""The results as the summary shows them: safe to publish, in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from loyalty import glance, labels, language, scoring
from loyalty.journey.findings import score
from loyalty.language import Translate
from loyalty.outcome import Outcome
from loyalty.outputs import Provenance
from loyalty.problems import Problem
from loyalty.report import published
from loyalty.report.markup import Markup

FEW = f"<{published.FEWEST}"


@dataclass(frozen=True)
class View:
    """An outcome, where it comes from, and the language it is told in.

    `drawn` holds the pictures by name; a section without its picture still says everything.
    """

    found: Outcome
    source: Provenance
    problems: Sequence[Problem]
    translate: Translate
    language: str
    drawn: dict[str, Markup] = field(default_factory=dict)

    def picture(self, name: str) -> Markup:
        """The picture called `name`, or nothing."""
        return self.drawn.get(name, Markup(""))

    # figures that may be published

    def glance(self) -> glance.Glance:
        """The totals; counts of people still exact, so show them by `people`."""
        found = self.found
        index = found.customers["loyalty_index"].to_numpy()
        levels = found.codes("level")
        return glance.glance(found.customers, index, levels, found.families, found.study)

    def levels(self) -> pd.DataFrame:
        """Levels with customers: key, label, place, customers, share, spend, spend_share."""
        return self._groups(self.found.levels().rename(columns={"level": "key"}), labels.level)

    def segments(self) -> pd.DataFrame:
        """Segments with customers, likewise."""
        return self._groups(
            self.found.segments().rename(columns={"segment": "key"}), labels.segment
        )

    def histogram(self) -> pd.DataFrame:
        """Bars of the index with enough customers."""
        index = self.found.customers["loyalty_index"].to_numpy()
        names = scoring.level_names(self.found.study)
        bars = published.histogram(glance.histogram(index, self.found.codes("level"), names))
        return bars.assign(label=[labels.level(key, self.translate) for key in bars["level"]])

    def journey(self) -> pd.DataFrame:
        """Stage rows, then touchpoint rows."""
        stages = self.found.stages.assign(touchpoint=None)
        return published.journey(pd.concat([stages, self.found.touchpoints], ignore_index=True))

    def path(self) -> pd.DataFrame:
        """The purchase path as far as enough people come."""
        safe = published.path(self.found.path)
        return safe[safe["customers"] > 0].reset_index(drop=True)

    def _groups(self, sizes: pd.DataFrame, label: labels.Name) -> pd.DataFrame:
        safe = published.groups(sizes)
        named = [label(key, self.translate) for key in safe["key"]]
        return safe.assign(label=named, place=range(len(safe)))[sizes["customers"] > 0]

    # numbers as text

    def rounded(self, people: float) -> float:
        """A count of people for a share; a small group counts as none."""
        safe = published.count(people)
        return 0.0 if safe != safe else safe

    def number(self, value: float, digits: int = 0) -> str:
        """A number with grouping."""
        return language.number(value, self.language, digits)

    def people(self, value: float) -> str:
        """A count of people, exact or already rounded; small groups are only said to be small."""
        safe = published.count(value)
        return FEW if safe != safe else self.number(safe)

    def percent(self, value: float) -> str:
        """A share as per cent."""
        return language.percent(value, self.language)

    def money(self, value: float) -> str:
        """An amount, with the currency where it is known."""
        return language.money(value, self.language, self.source.currency)

    def compact(self, value: float) -> str:
        """An amount in short form, with the currency where it is known."""
        text = language.compact(value, self.language)
        return f"{self.source.currency} {text}" if self.source.currency else text

    def to(self, low: str, high: str) -> str:
        """Two ends as text."""
        _ = self.translate
        return _("{low} to {high}").format(low=low, high=high)

    def ends(self, low: float, high: float, digits: int = 0) -> str:
        """Two numbers as the ends of a range."""
        return self.to(self.number(low, digits), self.number(high, digits))

    def interval(self, middle: float, low: float, high: float) -> str:
        """A number with the interval around it; a dash when it is missing."""
        if middle != middle:
            return self.number(middle)
        return self.around(self.number(middle), self.ends(low, high))

    def feeling(self, middle: float, low: float, high: float) -> str:
        """A mean feeling with the interval around it; a dash when it is missing."""
        if middle != middle:
            return self.number(middle)
        return self.around(score(middle), self.to(score(low), score(high)))

    def share(self, middle: float, low: float, high: float) -> str:
        """A share with the interval around it; a dash when it is missing."""
        if middle != middle:
            return self.percent(middle)
        return self.around(self.percent(middle), self.to(self.percent(low), self.percent(high)))

    def around(self, middle: str, spread: str) -> str:
        """A number and the spread around it, both as text."""
        _ = self.translate
        return _("{middle} ({spread})").format(middle=middle, spread=spread)

    def day(self) -> str:
        """The day the results describe."""
        return language.day(self.found.study.as_of, self.language)


def each(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, its columns as attributes."""
    return table.itertuples(index=False)
