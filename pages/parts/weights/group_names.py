"""What people call the groups whose weights differ."""

import pandas as pd

from loyalty import features, labels
from pages import _session as session
from pages._session import _


def name(value: object) -> str:
    """A group of the study's group column; missing means customers without a value."""
    if pd.isna(value):
        return _("Without a value")
    if session.study().group_by == features.STATE:
        return labels.segment(str(value), _)
    return str(value)
