# ruff: noqa: E501
"""Short comments in English and Chinese, each tied to what happened. Invented, every one."""

COMMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "delivery late": {
        "en": (
            "{days} days later than promised and nobody told me.",
            "I stayed home twice for nothing. The {device} came {days} days late.",
            "Delivery date moved again and again.",
            "Waited {days} extra days, the tracking page never changed.",
            "Careful driver, but far too late.",
        ),
        "zh": (
            "比承诺晚了{days}天，也没人通知。",
            "白白在家等了两次，{device}晚到{days}天。",
            "送货日期改了一次又一次。",
            "物流信息一直不更新，多等了{days}天。",
            "师傅态度不错，就是太晚了。",
        ),
    },
    "delivery good": {
        "en": (
            "On time, and they carried the {device} upstairs.",
            "Friendly driver, called ahead.",
            "Well packed, not a scratch.",
            "Quick and easy.",
        ),
        "zh": ("准时送到，还帮忙搬上楼。", "师傅提前打电话，很客气。", "包装很好，没有一点划痕。", "很快很省心。"),
    },
    "set-up hard": {
        "en": (
            "Took me all evening to connect the {device}.",
            "The guide skips the step that matters.",
            "Could not pair the remote control, gave up twice.",
            "Sound and picture were out of step until I found a forum post.",
        ),
        "zh": ("折腾了一晚上才连上{device}。", "说明书漏了最关键的一步。", "遥控器一直配不上对。", "音画不同步，自己上网查才解决。"),
    },
    "set-up easy": {
        "en": ("Ten minutes and it worked.", "The app guided me well.", "My mother set up the {device} herself!"),
        "zh": ("十分钟就装好了。", "App 里的引导很清楚。", "我妈自己就把{device}设置好了！"),
    },
    "hotline bad": {
        "en": (
            "Forty minutes on hold, then the line dropped.",
            "I explained the fault of my {device} to three different people.",
            "They promised to call back. Nobody did.",
            "The agent read from a script and solved nothing.",
            "Passed from one desk to the next.",
        ),
        "zh": (
            "等了四十分钟，电话还断了。",
            "{device}的问题跟三个人各讲了一遍。",
            "说好回电，一直没有。",
            "客服只会照本宣科，什么也没解决。",
            "被转来转去，没人负责。",
        ),
    },
    "hotline good": {
        "en": (
            "Solved on the phone in five minutes.",
            "Patient and knew the {device} well.",
            "The agent stayed on the line until it worked.",
            "Straight answer, no waiting.",
        ),
        "zh": ("五分钟电话里就解决了。", "客服很耐心，对{device}很熟。", "一直陪着我弄到好为止。", "不用等，回答很直接。"),
    },
    "repair bad": {
        "en": (
            "{weeks} weeks for a repair and the fault came back.",
            "The {device} returned with a scratch on the side.",
            "Spare part missing, no date given.",
            "Paid for the repair although the warranty still runs.",
            "Three appointments for one loose cable.",
        ),
        "zh": (
            "修了{weeks}周，毛病又出现了。",
            "{device}修回来侧面多了一道划痕。",
            "缺配件，也不说什么时候到。",
            "还在保修期却收了维修费。",
            "一根线松了，跑了三趟。",
        ),
    },
    "repair good": {
        "en": (
            "Repaired within the week and cleaned as well.",
            "The technician explained what was wrong with the {device}.",
            "Lent me a replacement meanwhile, great.",
            "Came on time, done in an hour.",
        ),
        "zh": ("一周内修好，还顺便清洁了。", "师傅把{device}的毛病讲得很明白。", "维修期间还借了一台给我，很贴心。", "准时上门，一小时搞定。"),
    },
    "complaint": {
        "en": (
            "I want somebody to take responsibility for my {device}.",
            "Third time I report the same fault.",
            "Nobody called back as promised.",
            "I feel left alone after paying so much.",
            "Please refund the repair fee.",
            "This was my last purchase here if nothing happens.",
        ),
        "zh": (
            "我的{device}到底谁来负责？",
            "同样的问题已经第三次反映了。",
            "答应的回电一直没有。",
            "花了这么多钱，售后却没人管。",
            "请退还维修费。",
            "再不解决，以后不会再买了。",
        ),
    },
    "answered good": {
        "en": ("Called the next day and apologised.", "Fair solution, thank you.", "At last somebody who decides."),
        "zh": ("第二天就来电道歉了。", "处理得公道，谢谢。", "终于有人拍板解决了。"),
    },
    "answered bad": {
        "en": ("An answer after days, and only a standard letter.", "A voucher does not repair my {device}.", "Too little, too late."),
        "zh": ("拖了好几天，只回了一封套话。", "一张优惠券修不好我的{device}。", "太晚了，也太敷衍。"),
    },
    "review good": {
        "en": (
            "Picture far better than I expected, would buy the {device} again.",
            "Good advice, fair price, quick delivery.",
            "The sound fills the whole room.",
            "Family film nights are back. Recommended.",
            "Bought after the demo at home, no regrets.",
        ),
        "zh": (
            "画质比想象中好得多，{device}值得再买。",
            "讲解专业，价格实在，送货快。",
            "声音充满整个客厅。",
            "一家人又开始一起看电影了，推荐。",
            "上门演示之后买的，不后悔。",
        ),
    },
    "review mixed": {
        "en": (
            "The {device} is fine, the app needs work.",
            "Good device, waiting time could be shorter.",
            "Does what it should, a bit expensive.",
            "Nice picture, weak built-in sound.",
        ),
        "zh": ("{device}不错，App 还要改进。", "东西可以，就是等得久。", "够用，价格略高。", "画面好，自带音质一般。"),
    },
    "review bad": {
        "en": (
            "Looks better in the shop than at home.",
            "Saw the {device} cheaper a week later.",
            "Menus are slow and confusing.",
            "Expected more for this price.",
        ),
        "zh": ("店里看着好，家里就一般。", "一周后发现{device}更便宜了。", "菜单又慢又乱。", "这个价位，期待更高。"),
    },
    "post": {
        "en": (
            "My settings for football evenings, try them.",
            "Anybody else using the {device} in a small room?",
            "Playlist for rainy Sundays shared.",
            "Before and after: my living room.",
        ),
        "zh": ("分享一下看球的画面设置。", "有人在小房间用{device}吗？", "分享一个雨天歌单。", "客厅改造前后对比。"),
    },
    "showroom": {
        "en": (
            "Great to hear the {device} in a real room.",
            "The adviser took time, but could not send me the offer by mail.",
            "Nice showroom, nobody knew the online price.",
        ),
        "zh": ("能在真实房间里听{device}，很好。", "顾问讲得细，但没法把方案发到线上。", "展厅不错，可没人知道网上价格。"),
    },
    "nps promoter": {
        "en": (
            "Honest advice, I tell all my friends.",
            "My {device} has been great from day one.",
            "They know what they sell.",
            "Everything from one hand, no trouble.",
            "Always friendly on the phone.",
        ),
        "zh": (
            "讲得实在，已经推荐给朋友了。",
            "{device}从第一天起就很好用。",
            "很专业，懂自己卖的东西。",
            "一站式解决，省心。",
            "客服一直很友好。",
        ),
    },
    "nps passive": {
        "en": ("Good, but other shops are good too.", "Fine so far.", "The {device} is fine, prices are average.", "No complaints, nothing special."),
        "zh": ("还不错，不过别家也差不多。", "目前还行。", "{device}可以，价格一般。", "没什么不满，也没什么特别。"),
    },
    "nps detractor": {
        "en": (
            "Too expensive for what it is.",
            "Cheaper elsewhere a week later.",
            "Too many mails, too little help.",
            "The app logs me out all the time.",
        ),
        "zh": ("价格偏高。", "一周后别家更便宜。", "推销太多，服务太少。", "App 老是掉线。"),
    },
    "nps detractor service": {
        "en": (
            "After that service experience, no.",
            "The {device} is good, the service is not.",
            "Nobody felt responsible for my problem.",
            "One fault, {weeks} weeks of phone calls.",
        ),
        "zh": ("经历了那次售后，不会推荐。", "{device}不错，售后太差。", "出了问题没人负责。", "一个小毛病打了{weeks}周电话。"),
    },
    "nps detractor late": {
        "en": ("Delivery {days} days late, no apology.", "You cannot trust the dates they give."),
        "zh": ("送货晚了{days}天，连句道歉都没有。", "给的日期根本不可信。"),
    },
    "csat high": {
        "en": ("All good.", "Quick and friendly.", "As promised.", "Happy with it."),
        "zh": ("很满意。", "又快又客气。", "和说的一样。", "挺好的。"),
    },
    "csat low": {
        "en": ("Not what I expected.", "Had to ask twice.", "Disappointed.", "Took too long."),
        "zh": ("和预期不符。", "问了两遍才有人理。", "失望。", "太慢了。"),
    },
    "ces easy": {
        "en": ("No effort at all.", "Done in minutes."),
        "zh": ("一点不费事。", "几分钟就好。"),
    },
    "ces hard": {
        "en": ("I had to do all the work myself.", "Called four times for one answer.", "Far too complicated."),
        "zh": ("全靠自己折腾。", "一个问题打了四次电话。", "太麻烦了。"),
    },
}  # fmt: skip
