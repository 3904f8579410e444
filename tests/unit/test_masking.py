"""A text is read back by its template: what is personal in it is masked, and the rest stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, strategies as st

from careplay.model.personal import Names
from careplay.model.rules import Placeholder, Scope, Text
from careplay.model.types import Type
from careplay.outputs.masking import shown_text, template_of

NAMES = Names(
    {
        "name": Type.TEXT,
        "honorific": Type.TEXT,
        "birthday": Type.DATE,
        "points": Type.INTEGER,
        "note": Type.TEXT,
        "event.friend": Type.TEXT,
        "event.ref": Type.TEXT,
    },
    frozenset({"name", "birthday", "event.friend"}),
    frozenset({"event.ref"}),
    {"host": frozenset({"event.friend"})},
)


def gap(name: str, default: str | None = None, **more: Any) -> Placeholder:
    scope = Scope.EVENT if name.startswith("event.") else Scope.FACT
    return Placeholder(scope, name.removeprefix("event."), default, **more)


NAME, HONORIFIC, NOTE = gap("name"), gap("honorific"), gap("note")
FRIEND = gap("event.friend", "朋友")
CASES: dict[str, tuple[Text, str, str | None]] = {
    "a name": ((NAME, "，您好"), "张伟，您好", "张**，您好"),
    "with what follows it": ((NAME, HONORIFIC, "，您好"), "张伟先生，您好", "张**，您好"),
    "a date": (("生日", gap("birthday"), "到了"), "生日1990年6月4日到了", "生日**到了"),
    "of an event": (("您介绍的", FRIEND, "来了"), "您介绍的小周来了", "您介绍的小**来了"),
    "words for want of it": (
        ("您介绍的", FRIEND, "来了"),
        "您介绍的朋友来了",
        "您介绍的朋友来了",
    ),
    "what is not personal": (("有", gap("points"), "分"), "有12分", "有12分"),
    "no gap": (("谢谢光临",), "谢谢光临", "谢谢光临"),
    "nothing but a gap": ((NAME,), "张伟", "张**"),
    "an empty gap": ((NAME, "您好", NOTE), "张伟您好", "张**您好"),
    "a phone in a note": ((NAME, ": ", NOTE), "Ann: ring 13800138000", "A**: ring **"),
    "a case by its number": (
        ("case ", gap("event.ref")),
        "case 13800138000",
        "case 13800138000",
    ),
    "another text": ((NAME, "，您好"), "再见，张伟", None),
    "a longer text": (("谢谢光临",), "谢谢光临，张伟", None),
    "masked already": ((gap("name", masked=True), "来了"), "张**来了", "张**来了"),
    "words that stand in the name": ((NAME, " or ", NOTE), "A or B or C", "** or C"),
    "words that stand in the note": ((NOTE, "-", NAME, "-"), "a-b-Ann-", "a-**-"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_personal_is_masked(case: str) -> None:
    text, said, shown = CASES[case]
    assert shown_text(said, template_of(text), NAMES, former=False) == shown


def test_of_a_text_of_an_earlier_day_only_the_words_of_the_template_are_shown() -> None:
    text = (HONORIFIC, "，您有", gap("points"), "分")
    said = shown_text("张伟，您有12分", template_of(text), NAMES, former=True)
    assert said == "**，您有**分"


pieces = st.one_of(
    st.text("ab-", min_size=1, max_size=3),
    st.sampled_from([NAME, HONORIFIC, NOTE, gap("birthday"), gap("points")]),
)
values = st.fixed_dictionaries(
    {name: st.text("ab-", max_size=4) for name in ("honorific", "note", "points")}
    | {"name": st.text("XYab-", min_size=2, max_size=4), "birthday": st.text("Z", max_size=2)}
)


@given(text=st.lists(pieces, min_size=1, max_size=6).map(tuple), values=values)
def test_a_text_is_known_by_its_template_and_tells_no_personal_value(
    text: Text, values: dict[str, str]
) -> None:
    said = "".join(each if isinstance(each, str) else values[each.name] for each in text)
    shown = shown_text(said, template_of(text), NAMES, former=False)
    assert shown is not None
    assert "Z" not in shown
    assert not re.search("[XY].*?[XY]", shown.replace("**", "\n"))


@pytest.mark.parametrize("masks", [False, True])
def test_a_role_sees_what_is_visible_to_it(*, masks: bool) -> None:
    told = template_of((NAME, "介绍的", gap("event.friend", "朋友", masked=masks), "来了"))
    text = "张伟介绍的小周来了"
    shown = {
        role: shown_text(text, told, NAMES, former=False, role=role)
        for role in (None, "host", "maid")
    }
    masked = "张**介绍的小**来了"
    assert shown == {None: masked, "maid": masked, "host": "张**介绍的小周来了"}


def test_what_a_text_masks_is_masked_though_nobody_calls_it_personal() -> None:
    told = template_of((gap("note", masked=True), "房"))
    assert shown_text("1024房", told, NAMES, former=False) == "1**房"
    assert shown_text("1**房", told, NAMES, former=False) == "1**房"  # as it was kept once


@pytest.mark.parametrize(
    ("text", "of", "shown"),
    [
        ("How is your red lamp dark blue?", ("How is your ", NOTE, " ", HONORIFIC, "?"), None),
        ("Room 12 Bo: Xi", ("Room ", gap("points"), " ", NAME), "Room 12 **"),
        ("Bo Xi: at noon: ring", (NAME, ": ", NOTE), "**: ring"),
        ("ring 13800138000 or so, yes", (NOTE, " ", HONORIFIC), "ring ** or so, yes"),
    ],
)
def test_where_gaps_may_end_at_several_places_what_may_be_hidden_is(
    text: str, of: Text, shown: str | None
) -> None:
    assert shown_text(text, template_of(of), NAMES, former=False) == (shown or text)


def test_a_phone_is_one_in_a_number_too() -> None:
    told = template_of(("Ring ", gap("points")))
    assert shown_text("Ring 13800138001", told, NAMES, former=False) == "Ring **"
    assert shown_text("Ring 1200", told, NAMES, former=False) == "Ring 1200"
