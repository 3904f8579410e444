"""The words of what people read, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TableMessages:
    """Everything the table says, in one language; gaps are filled with ``str.format``."""

    code: str
    due: str
    who: str
    what: str
    text: str
    why: str
    verbs: Mapping[str, str] = field(repr=False)
    priorities: Mapping[str, str] = field(repr=False)
    statuses: Mapping[str, str] = field(repr=False)
    periods: Mapping[str, str] = field(repr=False)
    yes: str
    no: str
    missing: str
    nobody: str
    vacant: str
    business: str
    heading: str
    customer: str
    nothing: str
    more: str
    file: str
    totals: str
    playbooks: str
    owners: str
    states: str
    counted: str
    entry: str
    others: str
    wanting: str
    want: str
    comma: str
    rows: str
    data_fault: str
    """Of one; of several it is the next."""
    data_faults: str
    rejects: str
    limits: str
    deferred: str
    instead: str
    again: str
    replaces: str
    consent: str
    never: str
    mode: str
    exclusive: str
    window: str
    daily: str
    held: Mapping[str, str] = field(repr=False)
    counted_as: Mapping[str, str] = field(repr=False)
    open: str
    absent: str
    odd: str
    moved: str
    late: str
    too_old: str
    odds: Mapping[str, str] = field(repr=False)


CHINESE = TableMessages(
    code="编号",
    due="时限",
    who="谁",
    what="做什么",
    text="内容",
    why="原因",
    verbs={
        "call": "电话",
        "message": "信息",
        "visit": "拜访",
        "task": "任务",
        "gift": "送礼",
        "survey": "调查",
        "invite": "邀请",
        "escalate": "上报",
    },
    priorities={"urgent": "紧急", "high": "优先", "normal": "", "low": "不急"},
    statuses={"due": "待办", "deferred": "延后", "dropped": "取消", "withdrawn": "撤回"},
    periods={
        "day": "每天",
        "week": "每周",
        "month": "每月",
        "quarter": "每季度",
        "year": "每年",
    },
    yes="是",
    no="否",
    missing="无",
    nobody="（无人）",
    vacant="（{role}）",
    business="本店事务",
    heading="{name} · {day}",
    customer="{customer} · {actions} 项",
    nothing="今天没有要做的事。",
    more="还有 {customers} 位客户、{actions} 项未显示。",
    file="全部内容见 {file}",
    totals="共 {actions} 项，涉及 {customers} 位客户",
    playbooks="按剧本",
    owners="按人员",
    states="按状态",
    counted="  {heading}：{entries}",
    entry="{name} {count}",
    others="其余 {names} 个共 {count}",
    wanting="{rule}：{count} 位客户无法判断，缺少：{facts}",
    want="{fact}（{count}）",
    comma="，",
    rows="数据：客户读到 {customers} 行，采用 {customers_used} 行；"
    "事件读到 {events} 行，采用 {events_used} 行",
    data_fault="数据问题 {faults} 处",
    data_faults="数据问题 {faults} 处",
    rejects="，详见 {file}",
    limits="按限制",
    deferred="延后到 {day}",
    instead="先做“{winner}”",
    again="第 {attempt} 次",
    replaces="代替先前的安排",
    consent="未同意（{fact}）",
    never="不做给{fact}为“{cell}”的客户",
    mode="暂缓（{mode}）",
    exclusive="同日只取其一（{group}）",
    window="{days} 天内{of}至多 {most} 次",
    daily="每天{of}至多 {most} 次",
    held={
        "capacity": "人手已满",
        "changed": "情况有变",
        "condition": "条件已不成立",
        "undecided": "现在无法判断",
        "rule": "规则已不要求",
        "channels": "没有可用的渠道了",
        "gone": "事由已不存在",
        "undone": "没人做，已放下",
    },
    counted_as={
        "contacts": "联系",
        "care": "关怀",
        "birthday": "生日",
        "holiday": "节日",
        "season": "季节",
        "service": "服务",
        "survey": "调查",
        "sales": "销售",
        "internal": "内部",
    },
    open="未完成：{actions} 项，其中前几天就该完成的 {late} 项",
    absent="不在客户表里：{count} 位，前些天给他们的事项还没有完成",
    odd="{flow}：没有按流程来的事件：{kinds}",
    moved="已经告知、因改动而变的期限：{count} 个",
    late="{count} 个事件在它们那天运行之后才录入，现在才回应",
    too_old="{count} 个事件录入得太晚，已早过规则回看的日子，不再回应",
    odds={
        "repeat": "重复",
        "early": "早于开始",
        "unproved": "缺凭据",
        "unclear": "结果不明",
        "ahead": "越过步骤",
        "after_end": "结束之后",
    },
)

ENGLISH = TableMessages(
    code="code",
    due="due",
    who="who",
    what="what",
    text="text",
    why="why",
    verbs={
        "call": "call",
        "message": "message",
        "visit": "visit",
        "task": "task",
        "gift": "gift",
        "survey": "survey",
        "invite": "invite",
        "escalate": "escalate",
    },
    priorities={"urgent": "urgent", "high": "high", "normal": "", "low": "low"},
    statuses={
        "due": "due",
        "deferred": "deferred",
        "dropped": "dropped",
        "withdrawn": "withdrawn",
    },
    periods={
        "day": "every day",
        "week": "every week",
        "month": "every month",
        "quarter": "every quarter",
        "year": "every year",
    },
    yes="yes",
    no="no",
    missing="missing",
    nobody="(nobody)",
    vacant="({role})",
    business="the business itself",
    heading="{name} · {day}",
    customer="{customer} · actions: {actions}",
    nothing="There is nothing to do on this day.",
    more="Not shown: {actions} actions, of {customers} more customers.",
    file="All of it is in {file}",
    totals="actions: {actions}, customers: {customers}",
    playbooks="by playbook",
    owners="by owner",
    states="by status",
    counted="  {heading}: {entries}",
    entry="{name} {count}",
    others="{names} others {count}",
    wanting="{rule}: {count} could not be decided for want of {facts}",
    want="{fact} ({count})",
    comma=", ",
    rows="data: {customers} rows of customers read, {customers_used} used; "
    "{events} rows of events read, {events_used} used",
    data_fault="{faults} fault in the data",
    data_faults="{faults} faults in the data",
    rejects=", all in {file}",
    limits="by limit",
    deferred="deferred to {day}",
    instead='first comes "{winner}"',
    again="attempt {attempt}",
    replaces="in place of an earlier one",
    consent="no consent ({fact})",
    never="never for {fact} {cell}",
    mode="held back ({mode})",
    exclusive="one of {group} a day",
    window="at most {most} in {days} days ({of})",
    daily="at most {most} a day ({of})",
    held={
        "capacity": "no hands left",
        "changed": "things have changed",
        "condition": "the condition no longer holds",
        "undecided": "cannot be decided now",
        "rule": "the rule asks for it no more",
        "channels": "no channel is left",
        "gone": "what gave occasion is no more",
        "undone": "nobody did it, and it is let go",
    },
    counted_as={
        "contacts": "contacts",
        "care": "care",
        "birthday": "birthday",
        "holiday": "holiday",
        "season": "season",
        "service": "service",
        "survey": "survey",
        "sales": "sales",
        "internal": "internal",
    },
    open="open work: {actions}, of which from days before: {late}",
    absent="not in the table of customers: {count}, whose actions of earlier days are open",
    odd="{flow}: events that did not go by the flow: {kinds}",
    moved="deadlines that people were told and an edit moved: {count}",
    late="events that came in after their day was run, and are answered now: {count}",
    too_old="events that came in too late, longer ago than rules look back: {count}",
    odds={
        "repeat": "repeated",
        "early": "before the start",
        "unproved": "without evidence",
        "unclear": "without a known outcome",
        "ahead": "ahead of a step",
        "after_end": "after the end",
    },
)


def table_messages(language: str) -> TableMessages:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH
