"""Table contracts: what each table must hold, and the names people give its columns.

A file is matched against `TABLES`; conforming tables are stored with exactly these columns and
Arrow types (absent optional columns are absent, not empty). `orders` arrive as *lines* and are
folded once (`loyalty.ingest.fold`) into `STORED["orders"]`, one row per order.
"""

from dataclasses import dataclass

import pyarrow as pa

from loyalty.language import mark

MONEY = pa.decimal128(18, 4)
TIME = pa.timestamp("us")


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes:
        name: our name.
        type: Arrow type it is stored with.
        label: what it is called on the page.
        required: whether the table is unusable without it.
        synonyms: names people give it (English and Chinese), compared without case and punctuation.
    """

    name: str
    type: pa.DataType
    label: str
    required: bool = False
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One kind of table a user can bring."""

    name: str
    label: str
    fields: tuple[Field, ...]
    keeps_other_columns: bool = False

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError when there is none."""
        return {field.name: field for field in self.fields}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Our names of the columns, in order."""
        return tuple(field.name for field in self.fields)


CUSTOMER = Field(
    "customer_id",
    pa.string(),
    mark("Customer"),
    required=True,
    synonyms=(
        "customer", "customer no", "customer number", "cust id", "client id", "client", "member id",
        "member", "user id", "user", "buyer id", "account id", "household id", "shopper id", "case",
        "case id", "case concept name", "visitor", "visitor id", "visitorid", "distinct id",
        "anonymous id", "contact id", "contact", "person", "person id", "subscriber id", "uid", "buyer", "customer name", "client name", "客户", "客户编号",
        "客户号", "客户ID", "顾客编号", "会员号", "会员编号", "会员ID", "会员卡号", "用户ID", "用户编号",
        "买家ID", "买家", "家庭编号", "顾客", "顾客ID", "访客", "访客ID", "会员名", "买家会员名", "客户名称", "客户姓名", "用户名", "账号",
        "下单账号",
    ),
)  # fmt: skip
TIME_SYNONYMS = (
    "date", "datetime", "timestamp", "time stamp", "time timestamp", "created at", "日期", "时间",
    "发生时间",
)  # fmt: skip

CUSTOMERS = Table(
    "customers",
    mark("Customers"),
    (
        CUSTOMER,
        Field("joined", TIME, mark("Joined"), synonyms=(
            "join date", "joined at", "sign up date", "signup date", "registered", "registration date",
            "member since", "customer since", "注册时间", "注册日期", "入会时间", "入会日期", "加入日期",
        )),
        Field("acquisition_cost", MONEY, mark("Acquisition cost"), synonyms=(
            "cac", "cost of acquisition", "获客成本", "获客费用",
        )),
        Field("referred_by", pa.string(), mark("Referred by"), synonyms=(
            "referrer", "referrer id", "referred by id", "invited by", "推荐人", "推荐人编号", "邀请人",
        )),
    ),
    keeps_other_columns=True,
)  # fmt: skip

ORDERS = Table(
    "orders",
    mark("Orders"),
    (
        CUSTOMER,
        Field("order_id", pa.string(), mark("Order"), synonyms=(
            "order", "order no", "order number", "invoice", "invoice no", "invoice id", "basket id",
            "transaction id", "receipt no", "bill no", "订单", "订单号", "订单编号", "发票号", "交易号",
            "小票号", "单号",
        )),
        Field("time", TIME, mark("Time"), required=True, synonyms=(
            *TIME_SYNONYMS, "order date", "order time", "invoice date", "purchase date", "purchased at",
            "transaction date", "transaction timestamp", "order timestamp", "paid at", "下单时间",
            "订单日期", "订单时间", "付款时间", "支付时间", "购买日期", "购买时间", "成交时间", "交易时间",
            "交易日期",
        )),
        Field("amount", MONEY, mark("Amount"), synonyms=(
            "total", "order total", "order amount", "order value", "sales", "sales value", "revenue",
            "net amount", "paid", "paid amount", "price paid", "spend", "value", "dollars", "line total",
            "金额", "实付金额", "订单金额", "支付金额", "成交金额", "消费金额", "销售额", "总价", "总金额",
        )),
        Field("quantity", pa.float64(), mark("Quantity"), synonyms=(
            "qty", "units", "pieces", "number of items", "items", "数量", "件数", "购买数量",
        )),
        Field("unit_price", MONEY, mark("Unit price"), synonyms=(
            "price", "price each", "item price", "price per unit", "单价", "商品单价", "售价",
        )),
        Field("channel", pa.string(), mark("Channel"), synonyms=(
            "sales channel", "order channel", "source", "platform", "store", "shop", "渠道", "销售渠道",
            "下单渠道", "购买渠道", "来源", "门店",
        )),
        Field("product", pa.string(), mark("Product"), synonyms=(
            "product id", "product code", "sku", "stock code", "item", "item id", "article", "商品",
            "商品编号", "商品名称", "产品", "产品编号", "产品名称", "货号",
        )),
        Field("category", pa.string(), mark("Category"), synonyms=(
            "product category", "department", "product type", "category name", "品类", "类别", "商品类别",
            "商品分类", "产品类别", "分类",
        )),
        Field("discount", MONEY, mark("Discount"), synonyms=(
            "discount amount", "coupon amount", "retail disc", "rebate", "折扣", "折扣金额", "优惠",
            "优惠金额", "优惠券金额",
        )),
        Field("returned", pa.bool_(), mark("Returned or cancelled"), synonyms=(
            "is return", "return", "refund", "refunded", "is refund", "cancelled", "canceled",
            "is cancelled", "order status", "status", "退货", "是否退货", "退款", "是否退款", "已取消",
            "订单状态",
        )),
        Field("unit_cost", MONEY, mark("Unit cost"), synonyms=(
            "cost", "cost price", "cogs", "purchase price", "成本", "单位成本", "成本价", "进价",
        )),
        Field("margin", MONEY, mark("Margin"), synonyms=(
            "gross margin", "profit", "gross profit", "contribution", "毛利", "毛利额", "利润",
        )),
        Field("currency", pa.string(), mark("Currency"), synonyms=(
            "currency code", "ccy", "币种", "货币",
        )),
    ),
)  # fmt: skip

EVENTS = Table(
    "events",
    mark("Touchpoint events"),
    (
        CUSTOMER,
        Field("time", TIME, mark("Time"), required=True, synonyms=(
            *TIME_SYNONYMS, "event time", "event date", "event timestamp", "occurred at", "sent at",
            "started at", "start time", "start timestamp", "complete timestamp", "ts", "事件时间",
            "触达时间", "互动时间", "开始时间", "接触时间",
        )),
        Field("touchpoint", pa.string(), mark("Touchpoint"), required=True, synonyms=(
            "touch point", "event", "event name", "event type", "activity", "concept name", "action",
            "step", "task", "interaction", "touchpoint name", "concept", "触点", "触点名称", "接触点名称",
            "环节", "动作", "接触点", "事件", "事件名称", "行为", "活动名称", "互动类型",
        )),
        Field("channel", pa.string(), mark("Channel"), synonyms=(
            "source", "medium", "渠道", "来源",
        )),
        Field("feeling", pa.float64(), mark("Feeling"), synonyms=(
            "emotion", "emotion score", "sentiment", "satisfaction", "satisfaction score", "rating",
            "感受", "情绪", "情绪分", "情感得分", "满意度", "评分",
        )),
        Field("cost", MONEY, mark("Cost"), synonyms=(
            "contact cost", "event cost", "成本", "费用",
        )),
        Field("duration", pa.float64(), mark("Duration"), synonyms=(
            "minutes", "seconds", "duration minutes", "length", "时长", "持续时间", "停留时长",
        )),
        Field("feature", pa.string(), mark("Feature"), synonyms=(
            "feature used", "function", "module", "功能", "使用功能",
        )),
        Field("campaign", pa.string(), mark("Campaign"), synonyms=(
            "campaign id", "campaign name", "活动", "活动编号", "营销活动",
        )),
        Field("text", pa.string(), mark("Comment"), synonyms=(
            "comment", "comments", "note", "message", "remark", "评论", "备注", "内容", "留言",
        )),
    ),
)  # fmt: skip

ANSWERS = Table(
    "answers",
    mark("Survey answers"),
    (
        CUSTOMER,
        Field("time", TIME, mark("Time"), synonyms=(
            *TIME_SYNONYMS, "answered at", "response date", "survey date", "submitted at", "答题时间",
            "回答时间", "提交时间", "调查日期", "填写时间",
        )),
        Field("question", pa.string(), mark("Question"), required=True, synonyms=(
            "item", "question id", "question code", "metric", "survey", "题目", "问题", "题号", "指标",
        )),
        Field("score", pa.float64(), mark("Score"), required=True, synonyms=(
            "answer", "rating", "response", "value", "points", "得分", "分数", "评分", "打分", "答案",
        )),
        Field("text", pa.string(), mark("Comment"), synonyms=(
            "comment", "comments", "verbatim", "reason", "open answer", "评论", "备注", "原因", "留言",
        )),
    ),
)  # fmt: skip

CAMPAIGNS = Table(
    "campaigns",
    mark("Campaigns"),
    (
        Field("campaign_id", pa.string(), mark("Campaign"), required=True, synonyms=(
            "campaign", "campaign name", "id", "活动", "活动编号", "活动名称",
        )),
        Field("start", TIME, mark("Start"), required=True, synonyms=(
            "start date", "begin", "from", "launched", "开始", "开始日期", "开始时间",
        )),
        Field("end", TIME, mark("End"), synonyms=(
            "end date", "to", "until", "finish", "结束", "结束日期", "结束时间",
        )),
        Field("cost", MONEY, mark("Cost"), synonyms=("budget", "spend", "预算", "费用", "成本")),
        Field("target", pa.string(), mark("Target"), synonyms=(
            "audience", "segment", "target group", "目标人群", "人群", "目标",
        )),
    ),
)  # fmt: skip

TABLES = {table.name: table for table in (CUSTOMERS, ORDERS, EVENTS, ANSWERS, CAMPAIGNS)}

# Columns of the tables as stored. `customers` also keeps every other column as text or number.
#
# orders: one row per order. amount: sum of its lines, returns negative. is_return: every line is
#     a return or cancellation, so it reduces spend and is not an order. lines: how many lines.
#     margin: sum of line margins, or amount less unit cost x quantity; absent without a source.
# lines: order lines, only when products or categories are known. is_return as above, per line.
# events, position: row order in the file, which breaks ties of equal times.
STORED: dict[str, dict[str, pa.DataType]] = {
    "customers": {field.name: field.type for field in CUSTOMERS.fields},
    "orders": {
        "customer_id": pa.string(),
        "order_id": pa.string(),
        "time": TIME,
        "amount": MONEY,
        "is_return": pa.bool_(),
        "channel": pa.string(),
        "discount": MONEY,
        "margin": MONEY,
        "lines": pa.int64(),
    },
    "lines": {
        "customer_id": pa.string(),
        "order_id": pa.string(),
        "time": TIME,
        "product": pa.string(),
        "category": pa.string(),
        "quantity": pa.float64(),
        "amount": MONEY,
        "is_return": pa.bool_(),
    },
    "events": {field.name: field.type for field in EVENTS.fields} | {"position": pa.int64()},
    "answers": {field.name: field.type for field in ANSWERS.fields} | {"position": pa.int64()},
    "campaigns": {field.name: field.type for field in CAMPAIGNS.fields},
}
