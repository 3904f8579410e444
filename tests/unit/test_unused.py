"""CP120: a parameter that nothing uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import careplay
import docs_shop
from careplay.cli import main

HOME = """careplay: 1
name: Shop
customers: {from: c.csv, key: id, facts: {points: integer}}
events: {from: e.csv, types: {visit: {}}}
roles: {adviser: {}}
"""
RULE = """rules:
  - {id: a, title: A, when: {after: visit, %s}, if: {%s}, do: [{task: Look, to: adviser%s}]}
"""


def told(folder: Path, *parts: str, home: str = "") -> list[str]:
    """What is said of a business with a parameter ``n`` and these parts."""
    files = {"careplay.yaml": HOME + home, "a.yaml": "".join(("parameters: {n: 5}\n", *parts))}
    shop = docs_shop.write(folder, files)
    return [f"{each.code} {each.message}" for each in careplay.check(shop)]


def rule(days: str = "days: 1", asked: str = "points: present", due: str = "") -> str:
    return RULE % (days, asked, due)


def test_what_nothing_uses_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, rule()) == [
        'CP120 nothing uses the parameter "n"; write $n where it counts, or take it out'
    ]


@pytest.mark.parametrize(
    "parts",
    [
        (rule(days="days: $n"),),
        (rule(asked="points: at least $n"),),
        (rule(due=", due: within $n days"),),
        (rule(), "measures: {visits: {count: visit, within: $n days}}\n"),
        (rule(), "segments: {many: {points: [1, $n]}}\n"),
    ],
)
def test_what_is_used_anywhere_is_not(parts: tuple[str, ...], tmp_path: Path) -> None:
    assert not any("CP120" in each for each in told(tmp_path, *parts))


def test_what_a_table_in_a_file_uses_is_not(tmp_path: Path) -> None:
    docs_shop.write(tmp_path, {"t.csv": "points,level\nat least $n,A\n"})
    table = "tables: {t: {inputs: [points], from: t.csv, else: {level: B}}}\n"
    assert not any("CP120" in each for each in told(tmp_path, rule(), table))


def test_where_something_else_is_wrong_it_may_be_what_is_misspelt(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, rule(days="days: $m"))
    assert fault.startswith("CP107")


def test_no_run_stops_for_it(tmp_path: Path) -> None:
    told(tmp_path, rule())
    assert careplay.load(tmp_path).parameters["n"].values


def test_nor_for_what_is_against_a_practice_alone(tmp_path: Path) -> None:
    asks = "rules:\n  - {id: f, title: F, when: {event: visit}, do: [{task: Fill in, to: adviser, ask: [a, b, c, d, e, f]}]}\n"  # noqa: E501
    shop = docs_shop.write(tmp_path, {"careplay.yaml": HOME, "a.yaml": asks})
    assert [each.code for each in careplay.check(shop)] == ["CP489"]
    assert careplay.load(shop).rules


@pytest.mark.parametrize(("profile", "code"), [("start", 0), ("strict", 1)])
def test_the_command_tells_it_as_a_warning(tmp_path: Path, profile: str, code: int) -> None:
    told(tmp_path, rule())
    found = CliRunner().invoke(main, ["check", str(tmp_path), "--profile", profile])
    assert found.exit_code == code
    assert "CP120" in found.output
