"""Survey questions we know by name; any other question keeps its own code."""

import narwhals as nw

NAMES = {
    "nps": ("nps", "nps_score", "net promoter score", "recommend", "净推荐值", "推荐意愿"),
    "csat": ("csat", "csat_score", "satisfaction", "customer satisfaction", "满意度", "客户满意度"),
    "ces": ("ces", "ces_score", "effort", "customer effort score", "费力度", "客户费力度"),
}
RANGE = {"nps": (0.0, 10.0)}


def item(question: str) -> str:
    """The code of a question: nps, csat, ces, or its own text in lower case."""
    plain = question.strip().lower()
    return next((code for code, names in NAMES.items() if plain in names), plain)


def item_expression() -> nw.Expr:
    """`item` of the column `question`, for the engine."""
    plain = nw.col("question").str.strip_chars().str.to_lowercase()
    found = plain
    for code, names in NAMES.items():
        found = nw.when(plain.is_in(list(names))).then(nw.lit(code)).otherwise(found)
    return found


def valid_expression() -> nw.Expr:
    """Whether a row has a score, and one that its question allows (NPS: 0 to 10)."""
    valid = ~nw.col("score").is_null()
    for code, (low, high) in RANGE.items():
        valid = valid & ((nw.col("item") != code) | nw.col("score").is_between(low, high))
    return valid
