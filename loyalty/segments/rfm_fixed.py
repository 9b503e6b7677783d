"""RFM by fixed cuts: the same days and orders in every data set, spend in average orders."""

from loyalty import rfm
from loyalty.language import mark
from loyalty.segments.base import Scheme
from loyalty.segments.rfm_quintiles import NEEDS, cuts, grid

SCHEME = Scheme(
    key="rfm_fixed",
    label=mark("RFM by fixed cuts"),
    meaning=mark("Who reaches cuts that a business sets, whatever the others do?"),
    source=mark(
        "Usual practice; the numbers are ours and can be changed. Last order within 30, 90, 180 "
        "or 365 days; more than 1, 2, 4 or 9 orders; spend above 1, 2, 4 or 9 average orders."
    ),
    groups=grid(
        "rfmf",
        {
            "champions": mark("Champions (fixed cuts)"),
            "loyal": mark("Loyal (fixed cuts)"),
            "potential_loyal": mark("Potential loyalists (fixed cuts)"),
            "new": mark("New (fixed cuts)"),
            "promising": mark("Promising (fixed cuts)"),
            "cannot_lose": mark("Cannot lose them (fixed cuts)"),
            "at_risk": mark("At risk (fixed cuts)"),
            "hibernating": mark("Hibernating (fixed cuts)"),
            "lost": mark("Lost (fixed cuts)"),
            "no_orders": mark("No orders (fixed cuts)"),
        },
    ),
    needs=NEEDS,
    learn=cuts("rfm_fixed", rfm.fixed),
)
