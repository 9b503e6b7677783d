"""Own rules: whatever the user builds, from any scheme or from nothing.

RFM ratings can be named in any rule, so they get cuts where the study has none.
"""

from typing import Any

import pandas as pd

from loyalty import rfm
from loyalty.language import mark
from loyalty.segments.base import Scheme
from loyalty.study import Study


def learn(customers: pd.DataFrame, study: Study) -> dict[str, Any]:
    """The cuts of the study, of whatever scheme; fifths for ratings that have none."""
    if rfm.complete(study.cuts):
        return {"cuts": study.cuts}
    return {"cuts": rfm.independent(customers) | study.cuts}


SCHEME = Scheme(
    key="own",
    label=mark("Own rules"),
    meaning=mark("Whom do you want to tell apart?"),
    source=mark("Yours: conditions on any indicator, score, attribute or date."),
    learn=learn,
)
