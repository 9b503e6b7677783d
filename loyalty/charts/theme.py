"""Colours: one meaning each, everywhere. Safe for colour-blind eyes, on light and dark ground.

Built on Okabe & Ito (2008) and Tol (2021). Text, axes and ground come from the page's theme.
"""

LEVELS = {
    "high": "#0072B2",
    "good": "#56B4E9",
    "fair": "#E69F00",
    "low": "#D55E00",
    "not enough data": "#9E9E9E",
}
FAMILIES = {
    "purchase": "#0072B2",
    "usage": "#009E73",
    "recommendation": "#CC79A7",
    "emotion": "#E69F00",
    "relationship": "#56B4E9",
}
SCENARIOS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
BASELINE = "#8A8A8A"
MAIN = "#0072B2"
NEW = "#CC79A7"
PALE = 0.28
FEELING = ("#D55E00", "#F1EEE6", "#0072B2")
NOTE = "#F0E442"  # a sticky note, drawn so thin that text reads on it on any ground
INK = "#1F1F1F"  # on a colour that is the same on light and dark ground
TEXT = "currentColor"  # the colour of the text around the chart, on light and dark ground
NOBODYS = "#9E9E9E"
SPARE = (
    "#882255",
    "#44AA99",
    "#999933",
    "#332288",
    "#AA4499",
    "#117733",
    "#CC6677",
    "#DDCC77",
    "#88CCEE",
)


def colour(mapping: dict[str, str], key: str) -> str:
    """The colour of a key; keys of no study at hand share the spare colours by their name."""
    return mapping[key] if key in mapping else SPARE[sum(map(ord, key)) % len(SPARE)]
