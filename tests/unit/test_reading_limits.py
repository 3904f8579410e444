"""Files that are made to break a reader, or are no playbooks at all."""

from __future__ import annotations

import tracemalloc

import pytest

from careplay.reading import read, read_checked
from careplay.reading.building import DEEPEST


def said(data: bytes | str) -> str:
    """What is said first, with its code and place."""
    reading = read_checked(data, "f", "playbook")
    return str(reading.diagnostics[0])


def test_a_50_mb_file_is_told_at_once_and_not_read() -> None:
    data = b"a: b\n" * 10_000_000
    tracemalloc.start()
    assert said(data).startswith(
        "f:1:1: CP008 this file is 50.0 MB, and a playbook may be 1 MB"
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(data) / 10


def test_a_long_text_is_told_like_long_data() -> None:
    assert said("a: b\n" * 1_000_000) == said(b"a: b\n" * 1_000_000)


@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "- ", "[{a: "])
@pytest.mark.parametrize("closing", ["", "]", "}"])
def test_ten_thousand_levels_are_told(opening: str, closing: str) -> None:
    text = opening * 10_000 + closing * 10_000
    assert f"CP008 this is nested more than {DEEPEST} levels deep" in said(text)


def test_ten_thousand_levels_of_indentation_are_told() -> None:
    text = "".join(" " * level + "a:\n" for level in range(1_000))
    assert "CP008 this is nested" in said(text)


def test_as_many_levels_as_are_allowed_are_read() -> None:
    text = "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert read(text, "f").diagnostics == ()


def test_a_bomb_of_aliases_is_told_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]
    assert "CP004" in said("\n".join(lines))


def test_an_alias_of_all_that_is_around_it_is_told() -> None:
    assert "stands inside" in said("&all {rules: [*all, {a: *all}]}")


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system [ls]", "!x y", "!!str 7"])
def test_a_tag_is_told_and_never_obeyed(text: str) -> None:
    assert "CP009 the tag" in said(f"about: {text}\n")


def test_a_long_quote_that_never_ends_is_told_where_it_starts() -> None:
    assert said('about: "' + "x\n" * 10_000).startswith(
        "f:1:8: CP001 this quote is never closed"
    )


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_told_by_name(codec: str) -> None:
    named = codec[:6].upper()
    assert f"CP007 this file is saved as {named}" in said(
        "about: 回访\nrules: []\n".encode(codec)
    )


def test_gbk_is_told_where_its_first_letter_stands() -> None:
    assert said("# x\nabout: 回访\n".encode("gbk")).startswith(
        "f:2:8: CP007 this file is saved as GBK, not as UTF-8; save it again as UTF-8"
    )


def test_a_utf_8_file_cut_in_a_letter_is_told_where() -> None:
    data = "about: 回访".encode()[:-1]
    assert said(data).startswith("f:1:9: CP007 a character here is not written in UTF-8")


@pytest.mark.parametrize(
    "half", [r"\ud800", r"\udc00", r"a\udc00\ud800", r"\ud83d\ude00\ud83d"]
)
@pytest.mark.parametrize("text", ['about: "{half}"\n', '"{half}": x\n'])
def test_half_of_a_character_is_told_where_it_is_written(half: str, text: str) -> None:
    column = text.index('"') + 1
    assert said(text.format(half=half)).startswith(
        f"f:1:{column}: CP007 an escape in this text names half of a character; write the"
    )


def test_a_character_of_two_halves_is_one_as_in_json() -> None:
    document = read('about: "\\ud83d\\ude00"\n', "f").document
    assert document is not None
    assert document.value == {"about": "\U0001f600"}


def test_other_faults_of_a_mended_file_are_told_too() -> None:
    text = "rules\uff1a\n\t- id: a\n\t  titel\uff1ab\n\t  when: {event: visit}\n"
    reading = read_checked(text, "f", "playbook")
    codes = [each.code for each in reading.diagnostics]
    assert codes == ["CP006", "CP005", "CP012", "CP011", "CP006"]


def test_a_slip_is_told_only_where_it_matters() -> None:
    text = "templates:\n  a: x\n  b: {text: y\n  - \u63d0\u9192\uff1a\u5e26\u53d1\u7968\n"
    assert all(each.code == "CP001" for each in read(text, "f").diagnostics)
