"""The weights every customer has, as functions of many draws and sets take them."""

from loyalty import weights
from loyalty.study import Study
from loyalty.weights import groups
from loyalty.weights.groups import Weights
from pages import _results as results


def weights_of(study: Study) -> Weights:
    """One set by indicator, or the sets of groups and who has which."""
    keys = results.scores(study).keys
    if study.group_by is None:
        return weights.effective(study, keys)
    return groups.grouped(results.grouped(study), study, keys)
