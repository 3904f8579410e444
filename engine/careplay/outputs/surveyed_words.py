"""The words in which tables of data are shown, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """Everything ``careplay data`` says, in one language; gaps are for ``str.format``."""

    tables: Mapping[str, str] = field(repr=False)
    rows: str
    column: str
    taken_for: str
    filled: str
    range: str
    common: str
    types: Mapping[str, str] = field(repr=False)
    personal: str
    none: str
    once: str
    different: str
    months: str
    earlier: str
    joined: str
    unjoined: Mapping[str, str] = field(repr=False)
    without_events: str
    faults: str
    comma: str


CHINESE_DATA = SurveyWords(
    tables={"customers": "客户", "events": "事件", "staff": "员工"},
    rows="{table}（{files}）：读到 {read} 行，采用 {used} 行，未采用 {left} 行，问题 {told} 处",
    column="列",
    taken_for="当作",
    filled="填写",
    range="范围",
    common="最常见的值",
    types={
        "text": "文字",
        "integer": "整数",
        "number": "数",
        "money": "金额",
        "boolean": "是否",
        "date": "日期",
        "moment": "时刻",
        "choice": "选项",
        "staff": "员工",
    },
    personal="{type}，个人信息",
    none="没有",
    once="各不相同",
    different="{count} 种",
    months="每月事件",
    earlier="此前 {months} 个月共 {count}",
    joined="对不上的",
    unjoined={
        "customer": "{table}的“{column}”：{rows} 行的客户不在客户表里，"
        "共 {different} 位：{first}",
        "staff": "{table}的“{column}”：{rows} 行写的人不在员工表里，共 {different} 位：{first}",
    },
    without_events="没有任何事件的客户：{count} 位",
    faults="数据问题",
    comma="、",
)
ENGLISH_DATA = SurveyWords(
    tables={"customers": "customers", "events": "events", "staff": "staff"},
    rows="{table} ({files}): {read} rows read, {used} used, {left} left out, {told} faults",
    column="column",
    taken_for="taken for",
    filled="filled",
    range="range",
    common="commonest values",
    types={},
    personal="{type}, personal",
    none="none",
    once="no two alike",
    different="{count} different",
    months="events by month",
    earlier="{count} in {months} months before",
    joined="what does not join",
    unjoined={
        "customer": '{table}, "{column}": customers who are not in their table: {different},'
        " in rows: {rows}; {first}",
        "staff": '{table}, "{column}": people who are not in the staff table: {different},'
        " in rows: {rows}; {first}",
    },
    without_events="customers without any event: {count}",
    faults="faults of the data",
    comma=", ",
)


def survey_words(language: str) -> SurveyWords:
    """The words of a business's language; English where there are no others."""
    return CHINESE_DATA if language == "zh" else ENGLISH_DATA
