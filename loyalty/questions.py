"""Survey questions we know by name; any other question keeps its own code."""

import narwhals as nw

from loyalty.language import mark

NAMES = {
    "nps": ("nps", "nps_score", "net promoter score", "recommend", "净推荐值", "推荐意愿"),
    "csat": ("csat", "csat_score", "satisfaction", "customer satisfaction", "满意度", "客户满意度"),
    "ces": ("ces", "ces_score", "effort", "customer effort score", "费力度", "客户费力度"),
    "brand_identity": (
        "brand_identity", "brand identity", "brand identification", "identification with the brand",
        "品牌认同", "品牌认同度", "品牌认同感",
    ),
    "relative_attitude": (
        "relative_attitude", "relative attitude", "attitude relative to competitors",
        "compared with competitors", "相对态度", "相对态度得分", "与竞品相比", "与竞争对手相比",
    ),
    "cognitive": (
        "cognitive", "cognitive loyalty", "cognitive_loyalty", "认知忠诚", "认知忠诚度",
        "认知性忠诚",
    ),
    "affective": (
        "affective", "affective loyalty", "affective_loyalty", "情感忠诚", "情感忠诚度",
        "情感性忠诚",
    ),
    "conative": (
        "conative", "conative loyalty", "conative_loyalty", "意向忠诚", "意向忠诚度", "意动忠诚",
        "意动性忠诚",
    ),
    "action": (
        "action loyalty", "action_loyalty", "行动忠诚", "行动忠诚度", "行为忠诚", "行为忠诚度",
        "行动性忠诚",
    ),
}  # fmt: skip
# Oliver's four stages (1999), first to last. A question called just "action" is the last of them,
# a column of that name only beside one of the others: elsewhere it is what a customer did.
STAGES = {
    "cognitive": mark("cognitive loyalty (survey answer)"),
    "affective": mark("affective loyalty (survey answer)"),
    "conative": mark("conative loyalty (survey answer)"),
    "action": mark("action loyalty (survey answer)"),
}
RANGE = {"nps": (0.0, 10.0)}


def item(question: str) -> str:
    """The code of a question we know (a key of `NAMES`), or its own text in lower case."""
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
