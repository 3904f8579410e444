from __future__ import annotations

import pytest

from careplay.diagnostics import NOWHERE, Position
from careplay.reading import read
from careplay.reading.building import FAST, PURE, build
from careplay.reading.document import Document, Path

TEXT = """\
about: 回访 👍
rules:
  - id: use_callback
    when: {after: 送货, days: 7}
    if:
  - id: "second"
copied: &all [a, b]
again: *all
"""


def document(data: str | bytes) -> Document:
    reading = read(data, "book.yaml")
    assert reading.document is not None
    return reading.document


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("about",), (1, 1), (1, 8)),
        (("rules",), (2, 1), (3, 3)),
        (("rules", 0), (3, 5), (3, 5)),
        (("rules", 0, "when"), (4, 5), (4, 11)),
        (("rules", 0, "when", "days"), (4, 23), (4, 29)),
        (("rules", 0, "if"), (5, 5), (5, 5)),
        (("rules", 1, "id"), (6, 5), (6, 9)),
        (("copied", 1), (7, 18), (7, 18)),
        (("again",), (8, 1), (8, 8)),
        (("again", 1), (7, 18), (7, 18)),
        (("rules", 0, "lost", "deeper"), (3, 5), (3, 5)),
    ],
)
@pytest.mark.parametrize("written", [TEXT, "\ufeff" + TEXT, TEXT.replace("\n", "\r\n")])
def test_keys_and_values_stand_where_an_editor_shows_them(
    written: str, path: Path, key: tuple[int, int], value: tuple[int, int]
) -> None:
    for data in (written, written.encode()):
        found = document(data)
        assert (found.key_at(path), found.value_at(path)) == (Position(*key), Position(*value))


def test_a_mended_line_keeps_the_places_it_was_written_with() -> None:
    found = document("when: {after\uff1adelivery\uff0cdays: 7\uff0cx: 1}\nid\uff1ax\n")
    assert found.value == {"when": {"after": "delivery", "days": 7, "x": 1}, "id": "x"}
    assert found.key_at(("when", "after")) == Position(1, 8)
    assert found.value_at(("when", "after")) == Position(1, 14)
    assert found.key_at(("when", "days")) == Position(1, 23)
    assert found.value_at(("when", "days")) == Position(1, 29)
    assert found.key_at(("when", "x")) == Position(1, 31)
    assert found.value_at(("id",)) == Position(2, 4)


def test_a_document_without_places_is_nowhere() -> None:
    assert Document("book.yaml", {}).value_at(("rules",)) == NOWHERE


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    found = document("a: x\u2028y\u0085z\nb: 1\n")
    assert found.value == {"a": "x y z", "b": 1}
    assert found.key_at(("b",)) == Position(2, 1)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (10, 10), (10, 10)),
        (("about",), (1, 6), (1, 13)),
        (("rules",), (2, 6), (6, 18)),
        (("rules", 0, "when"), (4, 9), (4, 32)),
        (("rules", 0, "when", "days"), (4, 27), (4, 30)),
        (("rules", 0, "if"), (5, 7), (5, 7)),
        (("rules", 1, "id"), (6, 7), (6, 18)),
        (("said",), (7, 5), (8, 8)),
        (("again",), (10, 6), (10, 10)),
    ],
)
@pytest.mark.parametrize("parser", ["libyaml", "python"])
def test_keys_and_values_end_behind_their_last_sign(
    path: Path, key: tuple[int, int], value: tuple[int, int], parser: str
) -> None:
    loader = {"libyaml": FAST, "python": PURE}[parser]
    built = build(ENDING, loader)
    found = Document("book.yaml", built.value, built.places)
    assert (found.key_at(path).end, found.value_at(path).end) == (key, value)


ENDING = """\
about: &a 回访
rules:
  - id: use_callback
    when: {after: 送货, days: 7 }  # soon
    if:
  - id: "seco nd"
said: |
  twice

again: *a
"""


def test_a_mended_line_keeps_the_ends_it_was_written_with() -> None:
    found = document("when: {after\uff1adelivery\uff0cdays: 7\uff0cx: 1}\nid\uff1ax\n")
    assert found.value_at(("when",)).end == (1, 36)
    assert found.key_at(("when", "after")).end == (1, 13)
    assert found.value_at(("when", "after")).end == (1, 22)
    assert found.value_at(("id",)).end == (2, 5)


def test_a_repeated_key_ends_where_it_is_written() -> None:
    (said,) = read("rules: []\nrules: []\n", "book.yaml").diagnostics
    assert (said.position, said.position.end) == (Position(2, 1), (2, 6))


def test_a_key_that_is_a_list_is_meant_as_a_whole() -> None:
    (said,) = read("[a, b]: 7\n", "book.yaml").diagnostics
    assert (said.position, said.position.end) == (Position(1, 1), (1, 7))


def test_a_tag_is_meant_without_its_value() -> None:
    (said,) = read("days: &n !!int 7\n", "book.yaml").diagnostics
    assert (said.position, said.position.end) == (Position(1, 10), (1, 15))
