"""Keys that do not belong where they stand, and the way out for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from careplay.diagnostics import did_you_mean, nearest
from careplay.reading.shipped import schema

MEANT: Mapping[str, tuple[str, ...]] = {
    # Words of other rule languages, and the keys as a Chinese manager would name them.
    **dict.fromkeys(("then", "actions", "action", "动作", "执行", "做", "行动"), ("do",)),
    **dict.fromkeys(("trigger", "on", "触发", "触发条件", "时机", "何时", "时间"), ("when",)),
    **dict.fromkeys(
        ("condition", "conditions", "filter", "条件", "如果", "若"), ("if", "where")
    ),
    **dict.fromkeys(("except", "not", "除非", "排除"), ("unless", "none")),
    **dict.fromkeys(("name", "label", "标题", "名称"), ("title", "label", "name")),
    **dict.fromkeys(("编号", "标识", "规则编号"), ("id", "key")),
    **dict.fromkeys(("录入时间", "登记时间", "entered", "entered_at"), ("recorded",)),
    **dict.fromkeys(("来源", "出处", "sources"), ("source", "from")),
    **dict.fromkeys(("description", "note", "comment", "说明", "描述", "备注"), ("about",)),
    **dict.fromkeys(("audience", "对象", "适用"), ("for",)),
    **dict.fromkeys(("有效期", "effective"), ("valid",)),
    **dict.fromkeys(
        ("who", "owner", "role", "assign", "负责人", "执行人", "角色"), ("to", "roles")
    ),
    **dict.fromkeys(("deadline", "期限", "截止", "时限", "within"), ("due",)),
    **dict.fromkeys(("优先级",), ("priority",)),
    **dict.fromkeys(("类别", "分类", "类型", "kind"), ("category", "type")),
    **dict.fromkeys(("channel", "渠道"), ("channels",)),
    **dict.fromkeys(("清单", "检查表", "steps"), ("checklist",)),
    **dict.fromkeys(("询问", "问题", "record"), ("ask",)),
    **dict.fromkeys(("原因", "理由", "because"), ("reason",)),
    **dict.fromkeys(("目的", "目标", "aim", "purpose"), ("goal",)),
    **dict.fromkeys(("审批", "批准"), ("approve",)),
    **dict.fromkeys(("电话", "phone", "回访"), ("call",)),
    **dict.fromkeys(("短信", "消息", "sms", "wechat", "send", "email"), ("message",)),
    **dict.fromkeys(("拜访", "上门"), ("visit",)),
    **dict.fromkeys(("任务", "todo"), ("task",)),
    **dict.fromkeys(("礼品", "礼物"), ("gift",)),
    **dict.fromkeys(("调查", "问卷"), ("survey",)),
    **dict.fromkeys(("邀请",), ("invite",)),
    **dict.fromkeys(("升级", "上报"), ("escalate",)),
    **dict.fromkeys(("生日", "纪念日", "周年"), ("anniversary",)),
    **dict.fromkeys(("之后",), ("after",)),
    **dict.fromkeys(("之前", "提前"), ("before",)),
    **dict.fromkeys(("节日", "节假日", "holidays", "festival"), ("holiday",)),
    **dict.fromkeys(("节气",), ("solar_term",)),
    **dict.fromkeys(("每",), ("every",)),
    **dict.fromkeys(("事件",), ("event", "events")),
    **dict.fromkeys(("天", "day"), ("days",)),
    **dict.fromkeys(("工作日", "workdays", "working days"), ("working_days",)),
    **dict.fromkeys(("规则", "rule"), ("rules",)),
    **dict.fromkeys(("模板", "话术", "scripts"), ("templates",)),
    **dict.fromkeys(("参数", "settings"), ("parameters",)),
    **dict.fromkeys(("分层", "等级"), ("tiers",)),
    **dict.fromkeys(("分群", "客群"), ("segments",)),
    **dict.fromkeys(("指标", "度量", "metrics"), ("measures",)),
    **dict.fromkeys(("顾客", "客户", "会员"), ("customers",)),
    **dict.fromkeys(("file", "path", "文件"), ("from",)),
    **dict.fromkeys(("choices", "values", "options", "选项"), ("of",)),
    **dict.fromkeys(("内容", "文本", "content"), ("text",)),
    **dict.fromkeys(("要", "需要"), ("needs",)),
}


@cache
def _homes() -> tuple[tuple[str, Collection[str]], ...]:
    playbook, business = schema("playbook"), schema("business")
    rule = playbook["$defs"]["rule"]["properties"]
    return (
        ("a playbook, which is any other file", playbook["properties"]),
        ("careplay.yaml", business["properties"]),
        ('a rule, below "rules"', rule),
        ('an action, below "do"', playbook["$defs"]["action"]["properties"]),
        ('"when"', rule["when"]["properties"]),
    )


def replacement_key(
    key: str, known: Collection[str], listed: Collection[str], *, top: bool
) -> tuple[str, str | None]:
    """What to write instead of an unknown key, and the known key it stands for, if any."""
    if slipped := re.match(r"([^:\uff1a]+)(:|\uff1a)", key):
        meant = slipped[1].strip() if slipped[1].strip() in known else None
        full = slipped[2] == "\uff1a"
        say = '"\uff1a" is full-width, write ": "' if full else 'put a space after ":"'
        return f"; {say}", meant
    for word in MEANT.get(key.strip().casefold(), ()):
        if word in known:
            return f'; did you mean "{word}"?', word
    for home, keys in _homes()[0 if top else 2 :]:
        if key in keys:
            return f"; it belongs in {home}", None
    near = nearest(key, known)
    return did_you_mean(key, known if near else listed, "keys"), near


def alike(word: str, words: Collection[Any]) -> str:
    """The way out of a word that is not one of those that may stand here."""
    known = [str(each) for each in words]
    for meant in WORDS.get(word.strip().casefold(), ()):
        if meant in known:
            return f'; did you mean "{meant}"?'
    return did_you_mean(word, known, "values")


WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("string", "str", "文本", "文字"), ("text",)),
    **dict.fromkeys(("int", "整数"), ("integer",)),
    **dict.fromkeys(("float", "decimal", "数字", "数值"), ("number",)),
    **dict.fromkeys(("amount", "金额"), ("money",)),
    **dict.fromkeys(("bool", "yes/no", "是否"), ("boolean",)),
    **dict.fromkeys(("日期",), ("date",)),
    **dict.fromkeys(("datetime", "timestamp", "time", "时间"), ("moment",)),
    **dict.fromkeys(("enum", "选项"), ("choice",)),
    **dict.fromkeys(("紧急", "critical", "asap"), ("urgent",)),
    **dict.fromkeys(("高", "important", "重要"), ("high",)),
    **dict.fromkeys(("中", "普通", "medium", "default"), ("normal",)),
    **dict.fromkeys(("低",), ("low",)),
    **dict.fromkeys(("天", "每天", "daily"), ("day",)),
    **dict.fromkeys(("周", "每周", "weekly"), ("week",)),
    **dict.fromkeys(("月", "每月", "monthly"), ("month",)),
    **dict.fromkeys(("季度", "每季度", "quarterly"), ("quarter",)),
    **dict.fromkeys(("年", "每年", "yearly", "annually"), ("year",)),
    **dict.fromkeys(("公历", "阳历", "gregorian"), ("solar",)),
    **dict.fromkeys(("农历", "阴历"), ("lunar",)),
    **dict.fromkeys(("中文", "chinese", "cn"), ("zh",)),
    **dict.fromkeys(("英文", "english"), ("en",)),
    **dict.fromkeys(("customer",), ("customers",)),
    **dict.fromkeys(("store", "shop"), ("stores",)),
    **dict.fromkeys(("marketing", "promotion", "销售", "促销"), ("sales",)),
}
"""Other words for the words of the language."""
