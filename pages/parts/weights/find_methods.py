"""The methods that find weights, in words: what each does, needs, and where it misleads."""

from dataclasses import dataclass

from loyalty.language import mark


@dataclass(frozen=True)
class Method:
    """How a method is explained; all texts are marked for translation."""

    label: str
    does: str
    needs: str
    caveat: str
    source: str


METHODS = {
    "entropy": Method(
        mark("Entropy"),
        mark(
            "An indicator weighs the more, the more unevenly its scores are spread over the"
            " customers."
        ),
        mark("Scores that differ between customers."),
        mark(
            "Spread is not importance: what only few customers score on weighs most, and the"
            " weights change with the customers and the scale."
        ),
        mark("Shannon (1948); as weights Zeleny (1982), Hwang and Yoon (1981)."),
    ),
    "critic": Method(
        mark("CRITIC"),
        mark(
            "An indicator weighs the more, the more its scores vary and the less they repeat what"
            " the other indicators say."
        ),
        mark("Scores of at least two indicators."),
        mark(
            "It knows nothing of loyalty: noise varies too, and agrees with nothing. Each"
            " correlation rests on the customers who have both values."
        ),
        mark(
            "Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22."
        ),
    ),
    "principal": Method(
        mark("Principal component"),
        mark(
            "The weights follow the one direction in which customers differ most: squared loadings"
            " of the first principal component."
        ),
        mark("Indicators that reflect one thing: all loadings of one sign, more than half of the"
             " variance in one component."),
        mark(
            "Indicators that say the same thing many times pull the component towards them, so the"
            " longest list wins."
        ),
        mark("Hotelling (1933); Nardo et al. (2008), OECD Handbook on Composite Indicators."),
    ),
    "fitted": Method(
        mark("Fitted to an outcome"),
        mark(
            "An indicator weighs the more, the better its score on an earlier day tells who ordered"
            " again in the days after it."
        ),
        mark(
            "Orders before and after that day: 50 customers with an order by then, of whom 10 came"
            " back and 10 did not."
        ),
        mark(
            "Going along with repurchase is not causing it: raising an indicator by a campaign"
            " need not bring an order. And repurchase is only one side of loyalty."
        ),
        mark(
            "Logistic regression, no coefficient below zero; AUC with the interval of DeLong,"
            " DeLong and Clarke-Pearson (1988), Brier (1950)."
        ),
    ),
    "combine": Method(
        mark("Combination"),
        mark("Two sets of weights are joined, such as what people say and what the data say."),
        mark("Two methods that give weights here."),
        mark("The share is a choice and not a finding: say why you chose it."),
        mark(
            "Linear: share × first + (1 − share) × second. Multiplicative, after Hwang and Yoon"
            " (1981): the products, divided by their sum, so that an indicator weighs much only"
            " when both say so."
        ),
    ),
}  # fmt: skip

PARTS = {
    "direct": mark("Weights in use"),
    "ahp": mark("Judgements of the room"),
    **{key: one.label for key, one in METHODS.items() if key != "combine"},
}
