"""The words of lists of stays, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass
from careplay.meaning.nights import StayDay
from careplay.outputs.stays.stay_list import StaysOf


@dataclass(frozen=True, slots=True)
class StayWords:
    """Everything that lists of stays say in one language; gaps are for ``str.format``."""

    language: str
    titles: Mapping[StaysOf, str] = field(repr=False)
    counts: Mapping[StaysOf, str] = field(repr=False)
    nothing: Mapping[StaysOf, str] = field(repr=False)
    specials: str
    level: str
    raised: str
    given: str
    """Of a level that was raised for a guest who has none."""
    until: str
    approved: str
    room: str
    no_room: str
    days: Mapping[StayDay, str] = field(repr=False)
    leaves: str
    unknown: str
    receives: str
    floor: str
    other_rooms: str
    turn_down: str
    states: Mapping[str, str] = field(repr=False)
    later: str
    item: str
    """An item with who does it."""
    today: str
    weekdays: tuple[str, ...] = field(repr=False)
    between: str
    late: str


ENGLISH = StayWords(
    language="en",
    titles={
        StaysOf.WEEK: "{name} · arrivals from {day}",
        StaysOf.ROOMS: "{name} · rooms {day}",
    },
    counts={
        StaysOf.WEEK: "{count} arrivals in seven days",
        StaysOf.ROOMS: "arriving: {arrives}, staying: {stays}, leaving: {departs};"
        " beds to turn down: {sleeps}",
    },
    nothing={
        StaysOf.WEEK: "Nobody of a reception's levels arrives in these seven days.",
        StaysOf.ROOMS: "Nobody is in a room on this day.",
    },
    specials="Take special care of",
    level="level {level}",
    raised="raised from {own} for a task",
    given="raised for a task",
    until="until {day}",
    approved="approved by {who}",
    room="room {room}",
    no_room="no room yet",
    days={StayDay.ARRIVES: "arrives", StayDay.STAYS: "stays", StayDay.DEPARTS: "leaves"},
    leaves="until {day}",
    unknown="until when is not known",
    receives="received by {who}",
    floor="Floor {floor}",
    other_rooms="Other rooms",
    turn_down="turn-down",
    states={"done": "done", "refused": "refused"},
    later="to come: {items}",
    item="{title} ({who})",
    today="{day} · today",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    between="; ",
    late="late",
)

CHINESE = StayWords(
    language="zh",
    titles={
        StaysOf.WEEK: "{name} · {day} 起一周贵宾抵店",
        StaysOf.ROOMS: "{name} · {day} 房间与夜床",
    },
    counts={
        StaysOf.WEEK: "七天内抵店 {count} 位",
        StaysOf.ROOMS: "今日抵店 {arrives} 间，续住 {stays} 间，离店 {departs} 间；"
        "今晚夜床 {sleeps} 间",
    },
    nothing={
        StaysOf.WEEK: "这七天没有按级别接待的客人抵店。",
        StaysOf.ROOMS: "这一天没有住客。",
    },
    specials="特别留意",
    level="{level} 级",
    raised="原为 {own} 级，为任务提高",
    given="为任务提高",
    until="到 {day} 为止",
    approved="{who}批准",
    room="{room} 房",
    no_room="房间待定",
    days={StayDay.ARRIVES: "抵店", StayDay.STAYS: "续住", StayDay.DEPARTS: "离店"},
    leaves="住到 {day}",
    unknown="离店日未知",
    receives="接待：{who}",
    floor="{floor} 楼",
    other_rooms="其他房间",
    turn_down="夜床",
    states={"done": "已办", "refused": "客人不要"},
    later="还没到时候的：{items}",
    item="{title}（{who}）",
    today="{day} · 今天",
    weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    between="；",
    late="逾期",
)


def stay_words(language: str) -> StayWords:
    """The words of a language; every language but Chinese is served in English."""
    return CHINESE if language == "zh" else ENGLISH
