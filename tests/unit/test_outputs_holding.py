"""What is not to be done now, and why, as people read it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from careplay.engines.base import Odd
from careplay.model.business import Business, Channel
from careplay.model.conditions import ALWAYS
from careplay.model.flows import ODD, Flow
from careplay.model.limits import Consent, Exclusive, Limits, Mode, Window
from careplay.model.rules import Category
from careplay.outputs import table
from careplay.outputs.holding import limit_in_words
from careplay.outputs.naming import naming
from careplay.outputs.words import CHINESE, ENGLISH
from sample_actions import DAY, actions, business, day

WINNER = "fedcba98765432100123"


def known(language: str) -> Business:
    """The sample business with limits of every kind, a channel and a flow."""
    zh = language == "zh"
    calm = Mode("calm", ALWAYS, (Category.SALES,), label="安抚期" if zh else "")
    return replace(
        business(language),
        limits=Limits(
            consents=(Consent(Category.SALES, "phone_ok"),),
            modes=(calm,),
            exclusive=(Exclusive("greetings", ("a", "b")),),
            windows=(
                Window("contacts", 7, 3),
                Window("contacts", 1, 1),
                Window("sales", 30, 2),
                Window("sms", 30, 4),
            ),
        ),
        channels={"sms": Channel("sms", label="短信" if zh else "")},
        flows={"complaint": Flow("complaint", "c", "ref", (), label="投诉" if zh else "")},
    )


@pytest.mark.parametrize(
    ("limit", "chinese", "english"),
    [
        ("contacts 7 days: 3", "7 天内联系至多 3 次", "at most 3 in 7 days (contacts)"),
        ("contacts 1 day: 1", "每天联系至多 1 次", "at most 1 a day (contacts)"),
        ("sales 30 days: 2", "30 天内销售至多 2 次", "at most 2 in 30 days (sales)"),
        ("sms 30 days: 4", "30 天内短信至多 4 次", "at most 4 in 30 days (sms)"),
        ("consent phone_ok", "未同意（可致电）", "no consent (可致电)"),
        ("mode calm", "暂缓（安抚期）", "held back (calm)"),
        ("exclusive greetings", "同日只取其一（greetings）", "one of greetings a day"),
        ("capacity", "人手已满", "no hands left"),
        ("changed", "情况有变", "things have changed"),
        ("contacts 9 days: 1", "contacts 9 days: 1", "contacts 9 days: 1"),
    ],
)
def test_a_limit_is_told_in_the_language_of_the_business(
    limit: str, chinese: str, english: str
) -> None:
    assert limit_in_words(limit, naming(known("zh"), ())) == chinese
    assert limit_in_words(limit, naming(known("en"), ())) == english


def test_every_category_and_every_odd_kind_has_its_word() -> None:
    for words in (CHINESE, ENGLISH):
        assert words.counted_as.keys() == {"contacts", *Category}
        assert words.odds.keys() == {*ODD}


def shown(*rows: dict[str, Any], language: str = "zh", odd: tuple[Odd, ...] = ()) -> str:
    """The table as one line without spaces."""
    told = replace(
        day(actions(*rows), language),
        business=known(language),
        undecided=(),
        odd=odd,
    )
    stream = io.StringIO()
    table.show(told, table.console(stream, 200), unmasked=True)
    return " ".join(stream.getvalue().split())


LATER = {
    "action_id": "0" * 20, "status": "deferred", "deferred_to": DAY.replace(day=24),
    "held_by": "contacts 7 days: 3", "winner": WINNER, "text": "请来试用", "because": [],
}  # fmt: skip
FIRST = {"action_id": WINNER, "title": "生日问候"}


def test_what_is_put_off_says_to_when_why_and_what_comes_first() -> None:
    assert "延后到 11-24，7 天内联系至多 3 次，先做“生日问候”" in shown(FIRST, LATER)
    english = 'deferred to 11-24, at most 3 in 7 days (contacts), first comes "生日问候"'
    assert english in shown(FIRST, LATER, language="en")


def test_another_year_is_told_whole() -> None:
    assert "延后到 2027-01-03" in shown({**LATER, "deferred_to": date(2027, 1, 3)})


@pytest.mark.parametrize(
    ("status", "held_by", "said"),
    [
        ("dropped", "consent phone_ok", "取消，未同意（可致电）"),
        ("withdrawn", "changed", "撤回，情况有变"),
    ],
)
def test_what_is_dropped_or_withdrawn_says_so(status: str, held_by: str, said: str) -> None:
    row = {**LATER, "status": status, "held_by": held_by, "deferred_to": None, "winner": None}
    assert said in shown(row)


def test_a_further_attempt_and_what_it_replaces_are_told() -> None:
    assert "第 2 次，代替先前的安排" in shown({"attempt": 2, "supersedes": WINNER})


def test_only_what_is_due_is_counted_as_work() -> None:
    told = shown(FIRST, LATER, {**LATER, "action_id": "1" * 20})
    assert "共 1 项，涉及 1 位客户" in told
    assert "按状态：延后 2 · 待办 1 按限制：7 天内联系至多 3 次 2" in told


def test_odd_events_are_told_flow_by_flow() -> None:
    odd = (Odd("complaint", "repeat", 3), Odd("complaint", "after_end", 1))
    assert "投诉：没有按流程来的事件：重复 3，结束之后 1" in shown(FIRST, odd=odd)
