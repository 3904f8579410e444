from __future__ import annotations

import pytest
from wcwidth import wcswidth

from careplay.diagnostics import (
    Diagnostic,
    Position,
    did_you_mean,
    listed,
    nearest,
    quoted,
    with_source,
)


def drawn(line: str, column: int) -> list[str]:
    at = Position(2, column, (2, column + len("HERE")))
    said = Diagnostic("f.yaml", at, "CP001", "wrong")
    return with_source(said, f"first\n{line}\nlast\n").splitlines()


@pytest.mark.parametrize(
    "before",
    [
        "",
        "    ",
        "回访: ",
        "👍👩‍👩‍👧: ",
        "cafe\u0301: ",
        "\t",
        "ﾊﾝ: ",
        "a\tb: ",
        "x" * 300,
        "回" * 300,
    ],
)
def test_the_caret_stands_below_the_place(before: str) -> None:
    head, gutter, line, caret = drawn(before + "HERE it is", len(before) + 1)
    assert (head, gutter) == (f"f.yaml:2:{len(before) + 1}: CP001 wrong", "  |")
    assert wcswidth(caret.split("^")[0]) == wcswidth(line.split("HERE")[0])
    assert caret.endswith("^~~~")
    assert wcswidth(line) <= 110


def test_a_long_line_is_shortened_around_the_place() -> None:
    _, _, line, caret = drawn("a" * 500 + " HERE " + "b" * 500, 502)
    assert line.startswith("2 | …a")
    assert line.endswith("b…")
    assert "HERE" in line
    assert caret.endswith(" ^~~~")


def test_a_place_beyond_the_text_is_drawn_all_the_same() -> None:
    said = Diagnostic("f.yaml", Position(9, 9), "CP001", "wrong")
    assert with_source(said, "one line") == "f.yaml:9:9: CP001 wrong\n  |\n9 |\n  | ^\n"


def test_what_would_move_the_cursor_is_not_printed() -> None:
    assert "\x1b" not in "".join(drawn("a\x1b[31m: b", 2))
    assert quoted("a\x1b[31m\nb") == r'"a\x1b[31m b"'


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("last_ordr", ["orders", "last_order"], "last_order"),
        ("Loyal", ["loyal"], "loyal"),
        ("last-order", ["last_order"], "last_order"),
        ("teir", ["tier", "her"], "tier"),
        ("重药", ["普通", "重要"], "重要"),
        ("too", ["to"], "to"),
        ("to", ["do", "id"], None),
        ("x", ["y"], None),
        ("colour", ["birthday", "owner"], None),
        ("", ["a"], None),
    ],
)
def test_a_name_is_answered_with_the_nearest(name: str, known: list[str], near: str) -> None:
    assert nearest(name, known) == near


def test_the_way_out_is_a_guess_or_all_there_is() -> None:
    assert did_you_mean("teir", ["tier", "name"]) == '; did you mean "tier"?'
    assert did_you_mean("x", ["tier", "name"], "facts") == '; known facts are "tier", "name"'
    assert did_you_mean("x", [], "facts") == "; there are no facts yet"


def test_a_long_list_is_cut_and_says_by_how_much() -> None:
    assert listed(map(str, range(20))).endswith('"11" and 8 more')
