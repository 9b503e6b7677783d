"""RFM by nested quintiles: frequency within each recency, spend within both."""

from loyalty import rfm
from loyalty.language import mark
from loyalty.segments.base import Scheme
from loyalty.segments.rfm_quintiles import NEEDS, cuts, grid

SCHEME = Scheme(
    key="rfm_nested",
    label=mark("RFM by nested quintiles"),
    meaning=mark("Who buys often and much among customers as recent as they are?"),
    source=mark(
        "Usual practice (nested bins, as in IBM SPSS): frequency is rated within each recency, "
        "spend within both. Groups come out more even, but the same frequency may be rated "
        "differently beside another recency."
    ),
    groups=grid(
        "rfmn",
        {
            "champions": mark("Champions (nested)"),
            "loyal": mark("Loyal (nested)"),
            "potential_loyal": mark("Potential loyalists (nested)"),
            "new": mark("New (nested)"),
            "promising": mark("Promising (nested)"),
            "cannot_lose": mark("Cannot lose them (nested)"),
            "at_risk": mark("At risk (nested)"),
            "hibernating": mark("Hibernating (nested)"),
            "lost": mark("Lost (nested)"),
            "no_orders": mark("No orders (nested)"),
        },
    ),
    needs=NEEDS,
    learn=cuts("rfm_nested", rfm.nested),
)
