from __future__ import annotations

import pytest

from careplay.diagnostics import NOWHERE, Position
from careplay.reading import read
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
