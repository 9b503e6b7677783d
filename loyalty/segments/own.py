"""Own rules: whatever the user builds, from any scheme or from nothing."""

from loyalty.language import mark
from loyalty.segments.base import Scheme

SCHEME = Scheme(
    key="own",
    label=mark("Own rules"),
    meaning=mark("Whom do you want to tell apart?"),
    source=mark("Yours: conditions on any indicator, score, attribute or date."),
)
