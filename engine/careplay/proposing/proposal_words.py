"""The words in which a proposed business speaks, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ProposalWords:
    """Comments of careplay.yaml and texts of the first playbook; gaps are ``str.format``'s."""

    opening: str
    zone: tuple[str, ...]
    customers: str
    unique: str
    not_unique: str
    known_by: str
    no_facts: str
    filled: str
    doubts: Mapping[str, str] = field(repr=False)
    no_date: str
    owner: str
    shaped: str
    events_of: str
    by_kind: str
    changes: str
    idle: str
    staff: str
    staff_written: str
    lead: str
    not_used: str
    unread: str
    semicolon: str
    events: Mapping[str, str] = field(repr=False)
    channels: Mapping[str, str] = field(repr=False)
    playbook: str
    about: str
    seven: str
    gaps: str
    few_gaps: str
    hello: str
    birthday: str
    wish: str
    callback: str
    ask: str
    due: str
    soon: str
    reason: str
    questions: str
    winback: str
    missed: str
    missed_reason: str
    goal: str
    nothing_to_wait_for: str
    acquaintance: str
    how_are_you: str
    stories: str
    told_story: str
    peace_story: str


CHINESE_PROPOSAL = ProposalWords(
    opening="这是看了您的表以后的猜测：每行后面写着是怎么猜的。不对的改掉，"
    "careplay check 会说哪里写错。",
    zone=(
        "timezone: Asia/Shanghai    # 猜的：表里没有写时区",
        "country: CN                # 按哪个国家的节假日算工作日，也是猜的",
        "working_hours: {mon-sat: 09:00-19:00}    # 改成您的营业时间",
    ),
    customers="{table}：{rows} 行，看起来每行是一位客户",
    unique="每行都有，没有重复",
    not_unique="最能分清客户的一列；可是 {rows} 行里只有 {different} 种，"
    "重复的行会报出来，留第一行",
    known_by="没有客户表：客户就是有过这种事的人，资料取最近一次写的",
    no_facts="表里没有别的列",
    filled="填了 {share}%",
    doubts={
        "either": "日期先日后月还是先月后日看不出来，是猜的，请核对",
        "no year": "日期没有写年份，先当作 2000 年，年龄不要用",
        "too fine": "小数超过 6 位，读不成数，先当文字",
    },
    no_date="看不出是哪种日期写法，先当文字",
    owner="里面写的是员工，当作这位客户的负责人",
    shaped="看起来像电话、证件或邮箱，当作个人信息",
    events_of="{table}：{rows} 行",
    by_kind="“{column}”一列说是什么事；与您无关的事改成 none",
    changes="同一单号换了状态才算一件事",
    idle="allow CP122: 先记下来，剧本以后用得上",
    staff="{rows} 行，看起来是员工表",
    staff_written="没有可用的员工表，先写了一份：请改成您店里的人",
    lead="这个岗位的人打电话、发信息",
    not_used="没有用上的表：{table}（{rows} 行），看不出里面是客户、事情还是员工",
    unread="没有读成：{why}",
    semicolon="；",
    events={
        "purchase": "购买",
        "visit": "到店",
        "return": "退货",
        "complaint": "投诉",
        "repair": "维修",
        "booking": "预约",
        "check_in": "入住",
        "check_out": "离店",
        "inquiry": "咨询",
        "call": "通话",
        "delivery": "送货",
    },
    channels={"phone": "电话", "sms": "短信", "email": "邮件", "wechat": "微信"},
    playbook="第一本剧本：从您的数据能做到的几件事开始。改完运行 careplay check。",
    about="刚起步的几件小事。",
    seven="一周以后问一声，按您的行业改",
    gaps="看了 {count} 次再来，十次里有九次不超过 {days} 天",
    few_gaps="再来的次数太少，看不出规律，先写 60 天",
    hello="您好",
    birthday="生日祝福",
    wish="{hello}，今天是您的生日，祝您健康快乐，心想事成！",
    callback="{event}回访",
    ask="{hello}，前些天的事还满意吗？",
    due="3天内",
    soon="2个工作日内",
    reason="{event}过了些日子，问一声",
    questions="[满不满意, 有没有问题, 还需要什么]",
    winback="多时不见",
    missed="{hello}，好久没见您了，挺惦记的，最近都好吗？",
    missed_reason="好久没见，问候一声",
    goal="听听近况，问一声我们有没有没做好的",
    nothing_to_wait_for="表里没有生日，也没有发生过的事，先认识一下每位客户。",
    acquaintance="认识一下",
    how_are_you="{hello}，想听听您对我们有什么期望。",
    stories="故事：一位编出来的客户，每天该告知什么。改了剧本运行 careplay test，看还对不对。",
    told_story="一位客户，该到的都到",
    peace_story="不愿意被联系的人，不打扰",
)
ENGLISH_PROPOSAL = ProposalWords(
    opening="Guessed from your tables: beside each line stands why. Change what is wrong;"
    " careplay check says what is misspelt.",
    zone=(
        "timezone: Europe/London    # a guess: no table tells it",
        "country: GB                # whose holidays are no working days; a guess, too",
        "working_hours: {mon-sat: 09:00-18:00}    # write your own hours",
    ),
    customers="{table}: {rows} rows, each of which seems to be a customer",
    unique="filled in every row, no two alike",
    not_unique="what tells customers apart best; of {rows} rows only {different} differ, and of"
    " rows alike the first is kept and the others told",
    known_by="no table of customers: whoever has such an event is one, and what was told last"
    " is known",
    no_facts="the table has no other column",
    filled="filled in {share}%",
    doubts={
        "either": "day or month first cannot be told from these dates: a guess, please check",
        "no year": "the dates tell no year, and are taken to be of 2000: no ages, please",
        "too fine": "numbers of more than 6 digits after the point, so it is text for now",
    },
    no_date="in no form of dates that is known, so it is text for now",
    owner="names people of the staff: taken for who looks after the customer",
    shaped="looks like phones, cards or addresses of mail, and so is personal",
    events_of="{table}: {rows} rows",
    by_kind='"{column}" tells what each row is; write none for what is no concern of yours',
    changes="a row is an event where the state of its reference changes",
    idle="allow CP122: it is known, and a playbook may ask for it later",
    staff="{rows} rows, which seem to be the staff",
    staff_written="no table of staff was found, so one was written: put your own people there",
    lead="people of this role call and write",
    not_used="not used: {table} ({rows} rows), which holds neither customers nor events nor"
    " staff as far as can be told",
    unread="not read: {why}",
    semicolon="; ",
    events={},
    channels={"phone": "phone", "sms": "text message", "email": "e-mail", "wechat": "WeChat"},
    playbook="A first playbook: what your data can carry. After a change, run careplay check.",
    about="A few small things to begin with.",
    seven="ask after a week; your trade may want another number",
    gaps="of {count} times that somebody came again, nine in ten were within {days} days",
    few_gaps="too few came again to tell, so 60 for now",
    hello="Good day",
    birthday="Birthday wishes",
    wish="{hello}, many happy returns of the day from all of us.",
    callback="Call-back after a {event}",
    ask="{hello}, was everything as you wished?",
    due="within 3 days",
    soon="within 2 working days",
    reason="some days after the {event}",
    questions="[is all well, is anything wrong, is anything needed]",
    winback="Not seen for long",
    missed="{hello}, we have not seen you for a while. How are you?",
    missed_reason="not seen for long",
    goal="hear how things are, and whether we failed in anything",
    nothing_to_wait_for="No birthdays and no events are known: get to know every customer.",
    acquaintance="Get to know each other",
    how_are_you="{hello}, we would like to hear what you expect of us.",
    stories="Stories of a customer who is made up: what is told on which day. Change the"
    " playbook, and careplay test says what comes otherwise.",
    told_story="A customer of whom all is told in its time",
    peace_story="Whoever wants to hear nothing is left in peace",
)


def proposal_words(language: str) -> ProposalWords:
    """The words of the language; English where there are no others."""
    return CHINESE_PROPOSAL if language == "zh" else ENGLISH_PROPOSAL
