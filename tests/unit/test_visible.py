"""What cannot be seen is spelt out; what can be seen stays as it is."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import careplay
from careplay.visible import HIDDEN, in_json, one_line, visible
from examples import examples

COMMANDS = Path(careplay.__file__).parent / "commands"
SEEN = (
    "张三 Ann\u00a0Müller\t\n",
    "👩‍🏫 ☎️ 1️⃣ 🏳️‍🌈",
    "葛\U000e0100城",
    "a\u3000b",
    "e\u0301",
    "一\r\n二",
)


@pytest.mark.parametrize("text", SEEN)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text
    assert in_json(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b]0;PWNED\x07b", r"a\x1b]0;PWNED\x07b"),
        ("a\x9b2Jb\x7f\x00", r"a\x9b2Jb\x7f\x00"),
        ("A\u202eB\u2066C", r"A\u202eB\u2066C"),
        ("A\u200bn\u200dn\u2060\ufeff\xad", r"A\u200bn\u200dn\u2060\ufeff\xad"),
        ("a\rb\u2028c", r"a\x0db\u2028c"),
        ("\ufe0fa \ufe0f b\ufe0f\ufe0f", r"\ufe0fa \ufe0f b" + "\ufe0f" + r"\ufe0f"),
        ("hi\U000e0068\U000e0069", r"hi\U000e0068\U000e0069"),
        ("file\udc80", r"file\udc80"),
        ("ㅤ\u115f\u2800", r"\u3164\u115f\u2800"),
    ],
)
def test_what_cannot_be_seen_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_text_on_one_line_cannot_look_like_a_second_one() -> None:
    assert one_line("a\r\n\tcareplay: b\u2029c") == r"a careplay: b\u2029c"


@examples(300)
@given(st.text())
def test_no_control_or_format_character_comes_through(text: str) -> None:
    kinds = {
        unicodedata.category(each) for each in re.sub("[\t\n\u200d]|\r\n", "", visible(text))
    }
    left = {each for each in visible(text) if unicodedata.category(each) == "Cf"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert left <= {"\u200d"} | {each for each in left if not HIDDEN.match(each)}


@examples(300)
@given(st.text())
def test_json_says_the_same(text: str) -> None:
    told = in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(told) == json.loads(json.dumps(text))


@pytest.mark.parametrize("file", sorted(COMMANDS.glob("*.py")), ids=lambda file: file.stem)
def test_commands_say_everything_in_one_way(file: Path) -> None:
    said = re.findall(r"\b(?:print|click\.secho|click\.echo)\(", file.read_text("utf-8"))
    assert len(said) == (file.name == "saying.py")
