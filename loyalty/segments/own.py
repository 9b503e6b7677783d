"""Own rules: whatever the user builds, from any scheme or from nothing.

RFM ratings can be named in any rule, so they get cuts where the study has none.
"""

from loyalty import rfm
from loyalty.language import mark
from loyalty.segments.base import Scheme

SCHEME = Scheme(
    key="own",
    label=mark("Own rules"),
    meaning=mark("Whom do you want to tell apart?"),
    source=mark("Yours: conditions on any indicator, score, attribute or date."),
    learn=lambda customers, study: {"cuts": study.cuts or rfm.independent(customers)},
)
