"""Literal customers and the study that chooses a scheme for them."""

from datetime import date

import numpy as np
import pandas as pd

from loyalty import features, scoring, segmentation
from loyalty.indicators import BY_KEY
from loyalty.study import Study

DAY = date(2024, 6, 30)
NAN = float("nan")
GAPS = pd.Series([10.0, 20, 60])


def people(rows, *columns) -> pd.DataFrame:
    """Customers a, b, ... from rows of values; every indicator not named is missing."""
    given = pd.DataFrame(rows, columns=list(columns)).astype("float64")
    rest = pd.DataFrame(np.nan, index=given.index, columns=[k for k in BY_KEY if k not in given])
    ids = pd.Series([f"c{number:05}" for number in range(len(given))], dtype="str")
    return pd.concat([ids.rename("customer_id"), given, rest], axis=1)


def chosen(scheme, customers, /, **choices) -> Study:
    """A study that chose the scheme for these customers."""
    study = Study(as_of=DAY, active_days=90, scale=scoring.learn(customers)).change(**choices)
    return study.change(**segmentation.choose(scheme, customers, GAPS, study))


def groups(customers, study) -> list[str]:
    """Each customer's group."""
    return segmentation.assign(features.frame(customers, study), study)["segment"].tolist()


def sizes(customers, study) -> dict[str, int]:
    """How many customers each group has."""
    return pd.Series(groups(customers, study)).value_counts().to_dict()
