"""Words in touchpoint names and the stage they speak of, in English and Chinese."""

import re

# (stage, English words, Chinese words). The first stage whose words occur wins: special words
# stand before general ones. English words match whole (with a plural s), Chinese ones anywhere.
WORDS: tuple[tuple[str, str, str], ...] = (
    ("awareness", "invitation|ad|advert|advertisement|advertising", "广告|受邀|收到邀请|被推荐"),
    ("consideration", "price match|trade in quote|read reviews?", "试用|看评价|浏览评价"),
    (
        "repurchase",
        r"repurchase|rebuy|refill|replenish|reorder|renew|renewal"
        r"|repeat (?:order|purchase)|upgrade|trade in|win ?back|points|loyalty|membership"
        r"|(?:second|third|2nd|3rd|next) (?:order|purchase)|order (?:[2-9]|\d\d+)",
        "复购|回购|再次购买|再购|续费|续约|续订|换购|以旧换新|二次购买|升级|积分|会员",
    ),
    (
        "service",
        "service|support|help|hotline|call cent(?:er|re)|complaint|complain|repair|return|refund"
        "|warranty|ticket|claim|maintenance|faq|exchange|cancellation|feedback",
        "客服|售后|投诉|维修|报修|退货|退款|换货|热线|保修|保养|维护|工单|理赔|服务|反馈",
    ),
    (
        "advocacy",
        "referral|refer|recommend|recommendation|recommended|review|rating|testimonial|share"
        "|shared|friend|advocacy|ambassador|word of mouth|community|ugc|nps",
        "推荐|转介绍|分享|评价|好评|口碑|晒单|社群|社区|邀请好友",
    ),
    (
        "purchase",
        "purchase|purchased|buy|bought|order|ordered|checkout|payment|pay|paid|transaction|sale"
        "|redeemed?|redemption|delivery|delivered|shipment|shipping|pick ?up",
        "购买|下单|订单|支付|付款|结账|结算|成交|核销|配送|送货|发货|收货|签收|提货|交付",
    ),
    (
        "use",
        "use|used|usage|login|log in|app|set ?up|install|installation|installed|onboarding"
        "|activation|activated?|unboxing|manual|tutorial|training|firmware|update|stream|streaming"
        "|playback|subscription|content|session|feature|product registration|device registration",
        "使用|登录|安装|激活|开箱|说明书|教程|培训|固件|更新|播放|开机|绑定",
    ),
    (
        "consideration",
        "website|web|site|page|showroom|store|shop|visit|demo|demonstration|trial|test|quote"
        "|quotation|advice|consultation|enquiry|inquiry|compare|comparison|search|browse"
        "|browsing|cart|basket|wish ?list|favou?rite|catalogue|catalog|brochure|product view"
        "|chat|lead|sign ?up",
        "官网|网站|网页|门店|到店|展厅|体验|演示|咨询|询价|报价|对比|比较|搜索|浏览|加购|购物车|收藏|关注",
    ),
    (
        "awareness",
        "campaign|banner|impression|social|tv|radio|poster"
        "|e ?mail|newsletter|mailing|sms|push|flyer|leaflet|event|fair|exhibition|press|blog"
        "|influencer|video|promotion|coupon|offer",
        "曝光|宣传|推广|社交|社媒|短信|邮件|推送|传单|展会|种草|直播|活动|优惠券|促销|公众号|抖音|微博|小红书",
    ),
)  # fmt: skip
PATTERNS = tuple(
    (stage, re.compile(rf"(?<![a-z0-9])(?:{english})s?(?![a-z0-9])|{chinese}"))
    for stage, english, chinese in WORDS
)


def stage_of(touchpoint: str) -> str | None:
    """The stage a touchpoint's name speaks of; None when it says nothing we know."""
    name = plain(touchpoint)
    return next((stage for stage, pattern in PATTERNS if pattern.search(name)), None)


def plain(touchpoint: str) -> str:
    """A name in lower case with single spaces between its words, however they are joined."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", touchpoint)
    return re.sub(r"[\s_\-./:|]+", " ", words).strip().lower()
