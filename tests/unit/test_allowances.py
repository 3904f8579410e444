"""What is written beside a line against advice, and what is told of it in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

import careplay
import docs_shop

HOME = """careplay: 1
name: Shop
language: en
customers: {from: c.csv, key: id, facts: {points: integer}}
events: {from: e.csv, types: {visit: {}}}
roles: {adviser: {}}
"""
RULE = (
    "  - {id: %s, title: A, when: {after: visit, days: 1}, do: [{message: %s, to: adviser%s}]}"
)
LATE = RULE % ("a", "Thanks for yesterday", ", due: within 2 days")
FINE = RULE % ("a", "Thanks", "")
OTHER, THIRD = (
    each.replace("id: a", "id: b").replace("days: 1", "days: 2") for each in (LATE, FINE)
)
ALLOWED = "# allow CP497: it is sent at once"


def told(folder: Path, *lines: str, home: str = "") -> list[tuple[str, int]]:
    """The code and the line of all that is told of a playbook with these lines."""
    files = {"careplay.yaml": HOME + home, "a.yaml": "\n".join(("rules:", *lines, ""))}
    found = careplay.check(docs_shop.write(folder, files))
    return [(each.code, each.position.line) for each in found]


@pytest.mark.parametrize(
    "lines",
    [
        (f"{LATE}  {ALLOWED}",),
        (f"  {ALLOWED}", LATE),
        (f"  {ALLOWED}", "", "  # and why not", LATE),
        (f"{LATE}  #ALLOW cp497：当天发",),
        (f"{LATE}  # as agreed # allow CP497: it is sent at once",),
    ],
)
def test_what_is_allowed_is_not_told(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert told(tmp_path, *lines) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((LATE,), [("CP497", 2)]),
        ((f"  {ALLOWED}", FINE, OTHER), [("CP499", 2), ("CP497", 4)]),
        ((f"{LATE}  # allow CP498: no",), [("CP497", 2), ("CP499", 2)]),
        ((f"{FINE}  {ALLOWED}",), [("CP499", 2)]),
        ((f"{LATE}  # allow CP497",), [("CP499", 2)]),
        ((f"{FINE}  # allow CP101: I know",), [("CP499", 2)]),
        ((f"{LATE}  # allows CP497: it is sent at once",), [("CP497", 2)]),
    ],
)
def test_what_allows_nothing_is_told(
    lines: tuple[str, ...], found: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert told(tmp_path, *lines) == found


def test_beside_a_fault_no_allowance_is_blamed(tmp_path: Path) -> None:
    lines = (f"{FINE}  # allow CP120: kept for later", "  - {id: b, title: B}")
    assert {code for code, _ in told(tmp_path, *lines)} == {"CP012"}


def test_a_file_that_others_share_is_not_blamed_for_them(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "b.yaml").write_text(f"rules:\n{THIRD}  {ALLOWED}\n", "utf-8")
    assert told(tmp_path / "shop", FINE, home="include: [../common]\n") == []


def test_no_run_stops_for_it(tmp_path: Path) -> None:
    files = {"careplay.yaml": HOME, "a.yaml": f"rules:\n{FINE}  {ALLOWED}\n"}
    assert careplay.examine(docs_shop.write(tmp_path, files))[0].business is not None
