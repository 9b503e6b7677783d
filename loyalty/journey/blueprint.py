"""Where a touchpoint stands in a service blueprint: what customers meet, what works behind it.

Shostack (1984), "Designing services that deliver", Harvard Business Review 62(1). A lane is
guessed from the name of a touchpoint, and where that says nothing from the channel that nearly all
of its moments came through; the study overrides it (`study.journey.cards`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from loyalty.journey.log import Log
from loyalty.journey.stage_words import plain
from loyalty.language import mark
from loyalty.study import Study
from loyalty.study.journey import Card, Lane

LANES: dict[Lane, str] = {
    "front": mark("Front stage"),
    "back": mark("Back stage"),
    "support": mark("Support"),
}
OWN = (
    "receiv(?:e|ed|ing)|pick(?:ed)? up|unbox(?:ed|ing)?|tracking|complaint|feedback|survey"
    "|question|enquiry|inquiry",
    "收货|签收|收到|取货|自提|提货|开箱|报修|投诉|评价|反馈|咨询|查询",
)  # what customers do themselves, whatever it is about
BACK = (
    "deliver(?:y|ies|ed)|shipment|shipping|shipped|courier|carrier|parcel|logistics?|warehouse"
    "|dispatch(?:ed)?|picking|packing|packed|fulfil(?:l?ment|led)|customs|restock(?:ed)?"
    "|repair(?:ed)?|workshop|maintenance|service cent(?:er|re)|production|assembly|back office",
    "配送|送货|发货|物流|快递|仓库|仓储|分拣|打包|出库|入库|清关|维修|保养|维护|维修中心|生产|装配|后台",
)
SUPPORT = (
    "system|server|software|firmware|update|sync(?:hroni[sz]ation)?|backup|database|erp|crm|api"
    "|batch|billing|invoice|credit check|fraud check|verification|automatic|automated",
    "系统|服务器|软件|固件|更新|同步|备份|数据库|接口|账单|开票|发票|征信|风控|核验|自动",
)
WORDS: tuple[tuple[Lane, tuple[str, str]], ...] = (
    ("front", OWN),
    ("back", BACK),
    ("support", SUPPORT),
)
NEARLY_ALL, FEWEST = 0.9, 10  # moments of a touchpoint that a channel is told by
PATTERNS = tuple(
    (lane, re.compile(rf"(?<![a-z0-9])(?:{english})s?(?![a-z0-9])|{chinese}"))
    for lane, (english, chinese) in WORDS
)


@dataclass(frozen=True)
class Blueprint:
    """What people know of a map beside its numbers.

    Attributes:
        channels: touchpoint -> the channel nearly all of its moments came through.
        cards: touchpoint -> what the user wrote.
    """

    channels: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)

    def lane(self, touchpoint: str) -> Lane:
        """The lane chosen for a touchpoint, else the guess."""
        return self.card(touchpoint).lane or guess(touchpoint, self.channels.get(touchpoint, ""))

    def card(self, touchpoint: str) -> Card:
        """What the user wrote of a touchpoint; an empty card when nothing."""
        return self.cards.get(touchpoint, Card())


EMPTY = Blueprint()


def guess(touchpoint: str, channel: str = "") -> Lane:
    """The lane a touchpoint's name speaks of, else its channel; else what customers meet."""
    for text in (touchpoint, channel):
        name = plain(text)
        found = next((lane for lane, pattern in PATTERNS if pattern.search(name)), None)
        if found:
            return found
    return "front"


def channels(log: Log) -> dict[str, str]:
    """Touchpoint -> the channel of at least 90 % of its ten or more moments, where one is."""
    size, known = len(log.channels), log.channel >= 0
    if not known.any():
        return {}
    pairs = log.touchpoint[known].astype(np.int64) * size + log.channel[known]
    count = np.bincount(pairs, minlength=len(log.names) * size).reshape(len(log.names), size)
    whole = np.bincount(log.touchpoint, minlength=len(log.names))
    most = count.max(axis=1)
    clear = np.flatnonzero((whole >= FEWEST) & (most >= NEARLY_ALL * whole))
    return {log.names[place]: log.channels[count[place].argmax()] for place in clear}


def with_card(study: Study, touchpoint: str, **chosen: object) -> dict[str, Card]:
    """The study's cards after more choices for one touchpoint; an empty card is not stored.

    Args:
        chosen: lane (None: as guessed), owner, note.
    """
    card = study.journey.cards.get(touchpoint, Card())
    changed = Card.model_validate(card.model_dump() | chosen)
    others = {name: kept for name, kept in study.journey.cards.items() if name != touchpoint}
    return others if changed == Card() else others | {touchpoint: changed}
