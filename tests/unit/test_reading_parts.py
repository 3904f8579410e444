"""Words of a text are found where they are written."""

from __future__ import annotations

import pytest

from careplay.diagnostics import NOWHERE, Position
from careplay.language.nodes import Node
from careplay.reading import read
from careplay.reading.parts import part, place_in

Place = tuple[int, int, int, int]


def root(text: str) -> Node:
    document = read(text, "book.yaml").document
    assert document is not None
    return Node(document, (), document.value, [])


def place(at: Position) -> Place:
    assert at.end is not None
    return at.line, at.column, *at.end


@pytest.mark.parametrize(
    ("written", "words", "where"),
    [
        ("a: at least 20%", "20%", (1, 13, 1, 16)),
        ('a: "您好{name}"', "{name}", (1, 7, 1, 13)),
        ("a: '您好{name}'", "{name}", (1, 7, 1, 13)),
        ("a: 未来30天内", "30 天", (1, 6, 1, 9)),
        ("a: [gold, not silver]", "silver", (1, 15, 1, 21)),
        ("a: [5, 2.5]", "2.5", (1, 8, 1, 11)),
        ("a: |\n  您好\n\n  再见{name}\nb: {name: x}\n", "{name}", (4, 5, 4, 11)),
        ("a: >-\n  one\n  two\n", "two", (3, 3, 3, 6)),
        ('a: "tab\\t{name}"', "{name}", (1, 10, 1, 16)),
        ("a: it''s 'x'", "it''s", (1, 4, 1, 9)),
        ("a: 15 to 5", "5", (1, 10, 1, 11)),
        ("a: within 3 days by 3", "3", (1, 4, 1, 22)),
        ("a: none of these", "those", (1, 4, 1, 17)),
        ("a: whole", "", (1, 4, 1, 9)),
    ],
)
def test_words_are_found_where_they_are_written(written: str, words: str, where: Place) -> None:
    node = root(written).get("a")
    assert node is not None
    assert place(node.part(words)) == where


def test_words_that_stand_twice_are_told_apart_by_their_place() -> None:
    for written, where in (
        ("a: {x} and {x}", (1, 12, 1, 15)),
        ("a: |\n  {x} and\n  {x}\n", (3, 3, 3, 6)),
    ):
        node = root(written.replace("{", "<").replace("}", ">")).get("a")
        assert node is not None
        second = str(node.value).rindex("<x>")
        assert place(node.cut(second, second + 3)) == where


def test_words_of_a_key_are_found() -> None:
    ((_, node),) = root('"mon-fry": x').entries()
    assert place(node.part_of_key("fry")) == (1, 6, 1, 9)


def test_a_text_of_nowhere_has_no_parts() -> None:
    assert part(NOWHERE, "some words", 0, 4) is NOWHERE


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [("5 天", "5天", None), ("5 天", "5 天", (0, 3)), ("", "x", None), ("x", "", None)],
)
def test_blanks_may_differ_but_not_be_missing(
    text: str, words: str, found: tuple[int, int] | None
) -> None:
    assert place_in(text, words) == found
