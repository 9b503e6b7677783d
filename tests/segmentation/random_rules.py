"""Random customers and rules over few values, so that ties, gaps and contradictions are common."""

import pandas as pd

from loyalty.study import Condition, Group, Rule

NAN = float("nan")
NUMBERS = ("a", "b", "c")
REGION = "attribute.region"
REGIONS = ("north", "south", "east")
OPERATORS = ("<=", "<", ">=", ">", "==", "!=")


def people(rng, size=200) -> pd.DataFrame:
    """Numbers from 0 to 4 in halves, regions; a fifth is missing."""
    values = rng.integers(0, 9, (size, 3)) / 2
    values[rng.random(values.shape) < 0.2] = NAN
    region = rng.choice([*REGIONS, "west", None], size)
    frame = pd.DataFrame(values, columns=list(NUMBERS))
    return frame.assign(**{REGION: pd.Categorical(region)})


def rules(rng, count=4, thresholds=(), columns=NUMBERS) -> tuple[Rule, ...]:
    """Rules of up to three tests each; the last may have none."""
    made = [
        Rule(key=f"s{place}", conditions=_tests(rng, 2, thresholds, columns))
        for place in range(count)
    ]
    return (*made, Rule(key="rest")) if rng.random() < 0.3 else tuple(made)


def test(rng, depth, thresholds=(), columns=NUMBERS):
    """A condition, or a group of them nested up to `depth`."""
    if depth == 0 or rng.random() < 0.5:
        return _condition(rng, thresholds, columns)
    match = str(rng.choice(["all", "any", "none"]))
    return Group(match=match, conditions=_tests(rng, depth - 1, thresholds, columns))


def _tests(rng, depth, thresholds, columns):
    return tuple(test(rng, depth, thresholds, columns) for _one in range(rng.integers(1, 4)))


def _condition(rng, thresholds, columns):
    column, kind = str(rng.choice(columns)), rng.random()
    if kind < 0.12:
        return Condition(column=column, op="missing")
    if kind < 0.3 and REGION in columns:
        values = tuple(rng.choice(REGIONS, rng.integers(1, 3), replace=False))
        return Condition(column=REGION, op=str(rng.choice(["in", "not in"])), values=values)
    limit = float(rng.integers(0, 9) / 2)
    if thresholds and rng.random() < 0.5:
        limit = str(rng.choice(thresholds))
    return Condition(column=column, op=str(rng.choice(OPERATORS)), threshold=limit)
