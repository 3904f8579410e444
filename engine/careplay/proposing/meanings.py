"""What headings mean: the words that tables of shops use, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

MEANINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "key",
        (
            "会员号", "会员编号", "会员id", "会员卡号", "卡号", "客户号", "客户编号", "客户id",
            "客户代码", "顾客编号", "顾客号", "顾客id", "买家id", "用户id", "客编",
            "customer id", "customerid", "customer no", "customer number", "customer code",
            "customer key",
            "client id", "client no", "member id", "member no", "membership no", "guest id",
            "user id", "account no", "kundennummer", "kunden nr",
        ),
    ),
    ("event_key", ("event id", "eventid", "event no", "事件编号", "事件号")),
    ("staff_id", ("工号", "员工编号", "员工号", "员工id", "staff id", "employee id")),
    ("birthday", ("生日", "出生日期", "出生", "诞辰", "birthday", "birth date", "birthdate",
                  "date of birth", "birth", "dob", "born", "geburtstag", "geburtsdatum")),
    ("phone", ("手机", "电话", "联系方式", "phone", "mobile", "cell", "tel", "telefon")),
    ("email", ("邮箱", "邮件", "email", "e mail", "mail")),
    ("wechat", ("微信", "wechat")),
    ("identity", ("身份证", "证件", "护照", "passport", "id card", "identity")),
    ("address", ("地址", "住址", "address", "street", "adresse")),
    ("consent", ("同意", "愿意", "接受短信", "接收", "可联系", "consent", "opt in", "optin",
                 "newsletter", "marketing", "subscribed", "may contact")),
    ("tier", ("等级", "级别", "星级", "tier", "level", "grade")),
    ("joined", ("入会", "注册", "建档", "加入", "办卡", "开卡", "joined", "joined on",
                "registered", "signup", "sign up", "member since", "created")),
    ("honorific", ("称呼", "尊称", "honorific", "salutation", "anrede")),
    ("gender", ("性别", "gender", "sex")),
    ("store", ("门店", "店铺", "分店", "店名", "store", "shop", "branch", "filiale")),
    ("role", ("职位", "岗位", "职务", "角色", "role", "position", "job")),
    ("owner", ("负责人", "顾问", "导购", "店员", "专员", "跟进人", "经办", "服务人员", "owner",
               "adviser", "advisor", "consultant", "sales rep", "salesperson",
               "account manager", "looked after by")),
    ("points", ("积分", "points")),
    ("ref", ("订单号", "订单编号", "单号", "流水号", "单据号", "工单", "order id", "order no",
             "order number", "orderid", "invoice", "invoice no", "ticket", "case no",
             "reference", "ref", "booking id", "receipt", "bestellnummer")),
    ("at", ("下单时间", "时间", "日期", "下单", "date", "time", "datetime", "timestamp", "when",
            "at", "datum", "day", "created at")),
    ("amount", ("实付", "金额", "总价", "付款", "消费额", "成交价", "应收", "实收", "价格",
                "amount", "total", "price", "paid", "revenue", "betrag", "value")),
    ("status", ("状态", "进度", "status", "state")),
    ("kind", ("类型", "事由", "类别", "事项", "业务", "type", "kind", "reason", "event",
              "purpose")),
    ("item", ("商品", "品名", "产品", "货品", "服务项目", "item", "product", "article", "sku",
              "goods", "service")),
    ("note", ("备注", "说明", "留言", "note", "notes", "remark", "remarks", "comment")),
    ("name", ("姓名", "名字", "客户名", "客户名称", "会员名", "顾客名", "收货人", "昵称",
              "name", "customer name", "full name", "buyer", "buyer name")),
    ("who", ("客户", "会员", "顾客", "买家", "customer", "client", "member", "guest", "user",
             "kunde")),
    ("id", ("编号", "账号", "序号", "id", "no", "number", "code", "key", "nr")),
)  # fmt: skip
"""The first that fits is meant; a heading that is one of the words comes before any that holds
one."""
EVENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("return", ("退货", "退款", "return", "returned", "refund", "retoure")),
    ("complaint", ("投诉", "complaint", "claim", "ticket", "工单")),
    ("repair", ("维修", "保养", "报修", "repair", "maintenance")),
    ("booking", ("预约", "预订", "booking", "booked", "reservation", "appointment")),
    ("check_in", ("入住", "check in", "arrival")),
    ("check_out", ("退房", "离店", "check out", "departure")),
    ("inquiry", ("咨询", "询问", "问路", "inquiry", "enquiry", "question")),
    ("call", ("来电", "电话回访", "回访", "call", "phone call")),
    ("visit", ("到店", "来店", "进店", "来访", "拜访", "上门", "visit", "visits", "walk in")),
    ("delivery", ("送货", "发货", "配送", "delivery", "shipped", "shipment")),
    ("purchase", ("订单", "购买", "购物", "消费", "销售", "交易", "下单", "流水", "成交",
                  "order", "orders", "purchase", "purchases", "sale", "sales", "transactions",
                  "invoice")),
)  # fmt: skip
"""What events are called, by words of a file, a sheet or a cell."""
STAFF_WORDS = (
    "员工",
    "店员",
    "人员",
    "同事",
    "staff",
    "employees",
    "employee",
    "team",
    "people",
)
CUSTOMER_WORDS = (
    "会员", "客户", "顾客", "customer", "customers", "member", "members", "clients", "guests",
)  # fmt: skip
SIMPLIFIED = str.maketrans(
    "會員電話訂單號時間額備註顧戶級門稱實價類別狀態編產職導購買銷貨約預詢維訪來進發責負務聯證積點",
    "会员电话订单号时间额备注顾户级门称实价类别状态编产职导购买销货约预询维访来进发责负务联证积点",
)
"""Letters of headings as they are written elsewhere."""
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W\d_a-z]+")


def meaning_of(heading: str) -> str:
    """What the heading means; empty where no word tells."""
    text, spaced = _folded(heading)
    for meaning, words in MEANINGS:
        if spaced in words or text in words:
            return meaning
    return next((meaning for meaning, words in MEANINGS if tells(heading, words)), "")


def event_of(text: str) -> str:
    """The event type that a word, a sheet or a file speaks of; empty where none is known."""
    return next((event for event, words in EVENTS if tells(text, words)), "")


def tells(text: str, words: Sequence[str]) -> bool:
    """Whether any of the words stands in the text: whole, where it is of Latin letters."""
    whole, spaced = _folded(text)
    return any(
        f" {word} " in f" {spaced} " if word.isascii() else word in whole for word in words
    )


def slug(text: str) -> str:
    """A name for it in Latin letters; empty where it has none."""
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()) if text.isascii() else ""
    return found.strip("_") if re.match(r"[a-z]", found.strip("_")) else ""


def _folded(text: str) -> tuple[str, str]:
    """Without anything but letters and digits, and the same with spaces between words."""
    plain = text.translate(SIMPLIFIED)
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain).lower()
    words = _WORD.findall(parted)
    return "".join(words), " ".join(words)
